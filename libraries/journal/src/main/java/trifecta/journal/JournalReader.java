package trifecta.journal;

import java.time.Duration;
import java.util.Optional;
import trifecta.market.Position;

/** Reads a journal in order, across boots. One thread at a time. */
public interface JournalReader extends AutoCloseable {

    /**
     * The next entry.
     *
     * @param wait how long to wait for one at the end of the journal; zero does not wait
     * @return empty when the time passed, or at once at the end of a journal that is closed or only read
     * @throws CorruptRangeException when entries that were once durable cannot be read; the reader then stands behind them, and
     *     the next call goes on
     * @throws JournalException when the disk fails; also when the journal itself has failed and everything it took was read
     */
    Optional<JournalEntry> poll(Duration wait) throws JournalException, InterruptedException;

    /** The place of the last entry that was returned, or of the end of a corrupt range that was reported. */
    Position position();

    @Override
    void close();
}

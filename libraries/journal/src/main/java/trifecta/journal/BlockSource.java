package trifecta.journal;

import java.time.Duration;
import java.util.Optional;
import trifecta.market.Position;

/** Where a reader gets its blocks from. Single-threaded. */
interface BlockSource extends AutoCloseable {

    /**
     * The block that holds the entry behind {@code after}.
     *
     * @return empty when there was none within that time
     * @throws CorruptRangeException when it was there once; the caller goes on behind the range
     */
    Optional<Block> next(Position after, Duration wait) throws InterruptedException;

    @Override
    void close();
}

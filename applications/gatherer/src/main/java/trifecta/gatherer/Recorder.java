package trifecta.gatherer;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.function.Consumer;
import trifecta.journal.EntryKind;
import trifecta.journal.Journal;
import trifecta.journal.JournalException;
import trifecta.service.Clocks;
import trifecta.service.OperatingException;

/**
 * Stamps entries and appends them to the journal. When the journal fails, the whole process has to stop, loudly: what it would
 * read from now on would be lost in silence. Safe for any thread.
 */
final class Recorder {
    private static final byte[] NONE = {};

    private final Journal journal;
    private final InstantSource clock;
    private final Consumer<Throwable> fatal;

    Recorder(Journal journal, InstantSource clock, Consumer<Throwable> fatal) {
        this.journal = journal;
        this.clock = clock;
        this.fatal = fatal;
    }

    /** @throws JournalException after the process was told to stop */
    void append(EntryKind kind, int connection, byte[] bytes, int offset, int length) {
        try {
            journal.append(kind, connection, Clocks.micros(clock.instant()), bytes, offset, length);
        } catch (JournalException e) {
            fatal.accept(new OperatingException(e.operation() + " " + e.path(), e.facts(), e.hint(), e));
            throw e;
        }
    }

    void append(EntryKind kind, int connection, byte[] bytes) {
        append(kind, connection, bytes, 0, bytes.length);
    }

    void append(EntryKind kind, int connection, String text) {
        append(kind, connection, text.getBytes(StandardCharsets.UTF_8));
    }

    /** An entry of the line itself without content. */
    void append(EntryKind kind) {
        append(kind, 0, NONE);
    }
}

package trifecta.gatherer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trifecta.feed.Feed;
import trifecta.journal.CorruptRangeException;
import trifecta.journal.EntryKind;
import trifecta.journal.Journal;
import trifecta.journal.JournalEntry;
import trifecta.journal.JournalException;
import trifecta.journal.JournalReader;
import trifecta.market.BreakReason;
import trifecta.market.LineEvent;
import trifecta.market.Position;
import trifecta.service.OperatingException;

/**
 * Reads the journal behind what the database has, makes rows of it and stores them in batches. After a crash the same code takes
 * the old boot's tail first. One thread.
 */
final class FeedLoop {
    private static final Logger log = LoggerFactory.getLogger(FeedLoop.class);

    /** Entries between two kept states at least: replaying these takes about a tenth of a second. */
    private static final long CHECKPOINT_ENTRIES = 100_000;

    /** Entries for each market between two kept states, so that keeping a million books stays a small part of the work. */
    private static final long CHECKPOINT_ENTRIES_PER_MARKET = 4;

    /** What comes within this time is taken together: to be woken costs more than a message does. */
    private static final Duration BREATH = Duration.ofMillis(5);

    /**
     * How the loop works.
     *
     * @param flushWithin a row is stored this long after it was read, while the database is up
     * @param batchRowsMax a batch is stored at once when it has so many rows
     */
    record Settings(Duration flushWithin, int batchRowsMax) {}

    private final int line;
    private final Journal journal;
    private final EventStore store;
    private final Checkpoints checkpoints;
    private final Settings settings;
    private final LongSupplier ticks;
    private final Consumer<LineEvent> liveRows;
    private final FeedProgress progress;
    private final List<LineEvent> batch = new ArrayList<>();
    private Feed feed = new Feed();
    private Position stored = Position.START;
    private int batchBoot;
    private long batchBeganNanos;
    private long sinceCheckpoint;
    private volatile boolean stopping;

    /** What led to the last row stored is not known any more, so the row behind it ends all spans. */
    private boolean blind;

    /**
     * @param liveRows hears the rows of this boot, right after they were made
     */
    FeedLoop(
            int line,
            Journal journal,
            EventStore store,
            Checkpoints checkpoints,
            Settings settings,
            LongSupplier ticks,
            FeedProgress progress,
            Consumer<LineEvent> liveRows) {
        this.line = line;
        this.journal = journal;
        this.store = store;
        this.checkpoints = checkpoints;
        this.settings = settings;
        this.ticks = ticks;
        this.progress = progress;
        this.liveRows = liveRows;
    }

    /** From now on the loop ends when it has stored this boot's last entry, or gives up when the store does. */
    void finish() {
        stopping = true;
    }

    /** Runs until the boot's last entry is stored, or the store was stopped. */
    void run() throws InterruptedException {
        Optional<Position> last = store.last();
        if (last.isEmpty()) {
            return;
        }
        stored = last.get();
        if (stored.boot() >= journal.boot()) {
            throw new OperatingException(
                    "continue line " + line,
                    "its database has boot " + stored.boot() + " already, and the journal has only come to boot "
                            + journal.boot(),
                    "start it again while the database is up, and it takes a higher boot");
        }
        progress.stored(stored);
        feed = checkpoints.newest(stored).orElseGet(Feed::new);
        Position from = feed.position().equals(Position.START) ? new Position(stored.boot(), 0) : feed.position();
        from = behindWhatWasLetGo(from);
        log.info("the database has rows up to {}; reading the journal behind {}", stored, from);
        try (JournalReader reader = journal.reader(from)) {
            boolean goOn = true;
            while (goOn) {
                goOn = take(reader);
            }
        }
        checkpoints.save(feed);
    }

    /**
     * A database that has less than its journal begins with, as an empty one, gets what there is: its line then begins there, or shows a
     * hole between two boots. Only within a boot the places have to be filled, as lost.
     */
    private Position behindWhatWasLetGo(Position from) {
        Position begin = journal.begin();
        if (from.compareTo(begin) >= 0) {
            return from;
        }
        boolean fillsPlaces = stored.boot() == begin.boot() && stored.compareTo(begin) < 0;
        if (begin.n() > 0) {
            log.warn("the journal begins behind {}: what was before is not in it any more", begin);
        }
        blind = begin.n() > 0 && stored.boot() == begin.boot();
        return fillsPlaces ? from : begin;
    }

    /** One entry, or a pause. @return whether to go on */
    private boolean take(JournalReader reader) throws InterruptedException {
        try {
            Optional<JournalEntry> entry = reader.poll(Duration.ZERO);
            if (entry.isEmpty()) {
                Duration patience = patience();
                Thread.sleep(patience.compareTo(BREATH) < 0 ? patience : BREATH);
                entry = reader.poll(patience());
            }
            if (entry.isPresent()) {
                take(entry.get());
            } else if (stopping && batch.isEmpty() && feed.position().equals(journal.last())) {
                return false;
            }
        } catch (CorruptRangeException e) {
            log.error("{}", e.getMessage());
            return skip(e) && flushWhenDue();
        } catch (JournalException e) {
            // The disk failed and everything that was read before it is here: the recorder has told the process
            // already.
            flush();
            return false;
        }
        return flushWhenDue();
    }

    private Duration patience() {
        if (batch.isEmpty()) {
            return settings.flushWithin();
        }
        return Duration.ofNanos(
                Math.max(0, batchBeganNanos + settings.flushWithin().toNanos() - ticks.getAsLong()));
    }

    private void take(JournalEntry entry) throws InterruptedException {
        add(entry.boot(), feed.accept(entry));
        if (entry.kind() != EntryKind.HEARTBEAT) {
            progress.read(entry);
        }
    }

    /** The rows of entries that cannot be read: their places stay dense, and all spans end. */
    private boolean skip(CorruptRangeException range) throws InterruptedException {
        blind |= range.from().boot() == stored.boot() && range.from().compareTo(stored) <= 0;
        for (long n = range.from().n(); n <= range.to().n(); n++) {
            add(range.from().boot(), feed.unreadable(new Position(range.from().boot(), n), "lost in the journal"));
            if (batch.size() >= settings.batchRowsMax() && !flush()) {
                return false;
            }
        }
        return true;
    }

    private void add(int boot, LineEvent row) throws InterruptedException {
        sinceCheckpoint++;
        if (boot == journal.boot()) {
            liveRows.accept(row);
        }
        progress.row(row, feed.marketsInSpan());
        if (new Position(boot, row.n()).compareTo(stored) <= 0) {
            return;
        }
        if (boot != batchBoot && !batch.isEmpty()) {
            flush();
        }
        if (batch.isEmpty()) {
            batchBeganNanos = ticks.getAsLong();
        }
        batchBoot = boot;
        batch.add(blind && boot == stored.boot() ? endOfAllSpans(row) : row);
        blind = false;
    }

    /** Instead of a row that was made without knowing what came before it. Its entry stays in the journal. */
    private static LineEvent endOfAllSpans(LineEvent row) {
        return new LineEvent(row.n(), row.receivedAtMicros(), 0, 0, null, new LineEvent.Break(BreakReason.UNDECODABLE));
    }

    private boolean flushWhenDue() throws InterruptedException {
        boolean due = batch.size() >= settings.batchRowsMax()
                || (!batch.isEmpty()
                        && ticks.getAsLong() - batchBeganNanos
                                >= settings.flushWithin().toNanos());
        return !due || flush();
    }

    private boolean flush() throws InterruptedException {
        progress.markets(feed.marketsInSpan(), feed.statistics());
        if (batch.isEmpty()) {
            return true;
        }
        if (!store.append(batchBoot, batch)) {
            return false;
        }
        stored = new Position(batchBoot, batch.getLast().n());
        progress.stored(stored);
        batch.clear();
        long due = Math.max(CHECKPOINT_ENTRIES, CHECKPOINT_ENTRIES_PER_MARKET * feed.marketsInSpan());
        if (sinceCheckpoint >= due && feed.position().equals(stored)) {
            checkpoints.saveSoon(feed);
            sinceCheckpoint = 0;
        }
        return true;
    }
}

package trifecta.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import trifecta.market.Position;

/**
 * A line's journal, open for one boot: an append-only record of what was read from the sockets, durable soon after the append, and
 * a stream of the same entries for readers. All methods may be called by any thread.
 *
 * <p>Guarantees: an entry behind which {@link #durable} stands survives the loss of power. A boot number is never given twice. Entries
 * of a boot are dense, in the order of their numbers. What was durable and cannot be read any more is reported by its range. When
 * the disk fails the journal fails, for good: nothing that comes later is taken.
 */
public final class Journal implements AutoCloseable {
    private final Path folder;
    private final FolderLock lock;
    private final RecoveryReport recovery;
    private final int boot;
    private final Counters counters;
    private final SegmentWriter writer;
    private final Tail tail;
    private final Thread syncThread;

    private Journal(
            Path folder,
            FolderLock lock,
            JournalLimits limits,
            InstantSource clock,
            LongSupplier ticks,
            int line,
            int bootAtLeast) {
        this.folder = folder;
        this.lock = lock;
        this.recovery = Recovery.recover(folder);
        this.boot = Math.max(bootAtLeast, highestBoot(folder) + 1);
        this.counters = new Counters();
        this.writer = new SegmentWriter(folder, limits, clock, counters, boot, line);
        this.tail = new Tail(boot, limits, ticks, counters);
        this.syncThread = Thread.ofPlatform()
                .name("journal-sync")
                .daemon()
                .unstarted(new SyncLoop(tail, writer, folder, limits, ticks, counters));
    }

    /** Opens a journal for its next boot, for line 0. */
    public static Journal open(Path folder, JournalLimits limits, InstantSource clock) {
        return open(folder, limits, clock, 0, 1);
    }

    /** Opens a journal for its next boot; the clock measures the syncs too, so that a step of it falsifies their counters. */
    public static Journal open(Path folder, JournalLimits limits, InstantSource clock, int line, int bootAtLeast) {
        return open(folder, limits, clock, () -> Math.multiplyExact(clock.millis(), 1_000_000L), line, bootAtLeast);
    }

    /**
     * Opens a journal for its next boot, whose number is durable when this returns.
     *
     * @param folder is created when it does not exist
     * @param clock for the times in file headers
     * @param ticks monotonic nanoseconds, to measure syncs
     * @param line number of the line, for the files' headers
     * @param bootAtLeast the boot's number is this or higher; for a store that has seen boots which the folder has not
     * @throws JournalException when the folder cannot be used, or another process has it open
     */
    public static Journal open(
            Path folder, JournalLimits limits, InstantSource clock, LongSupplier ticks, int line, int bootAtLeast) {
        create(folder);
        FolderLock lock = FolderLock.take(folder);
        try {
            Journal journal = new Journal(folder, lock, limits, clock, ticks, line, bootAtLeast);
            journal.syncThread.start();
            return journal;
        } catch (RuntimeException e) {
            try {
                lock.close();
            } catch (IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    /** The number of this boot, from 1. */
    public int boot() {
        return boot;
    }

    /** What was found when this journal was opened. */
    public RecoveryReport recovery() {
        return recovery;
    }

    /**
     * Appends an entry. Readers see it when this returns; it is durable within {@link JournalLimits#syncWithin}. Waits only while
     * more than {@link JournalLimits#unsyncedBytesMax} are not durable yet.
     *
     * @param receivedAtMicros microseconds UTC; may run backwards
     * @return the entry's n: 1 for the first of the boot, then dense
     * @throws JournalException when the disk failed: this entry and all later ones are not taken
     */
    public long append(EntryKind kind, int connection, long receivedAtMicros, byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length > JournalLimits.ENTRY_BYTES_MAX) {
            throw new IllegalArgumentException("an entry of " + length + " bytes is above the limit");
        }
        return tail.append(kind, connection, receivedAtMicros, bytes, offset, length);
    }

    /** Everything up to here survives the loss of power; n is 0 while nothing of this boot does. */
    public Position durable() {
        return new Position(boot, tail.durableN());
    }

    /** The last entry appended; n is 0 while there is none. */
    public Position last() {
        return new Position(boot, tail.lastN());
    }

    /**
     * Waits until everything appended so far is durable.
     *
     * @throws JournalException when it never will be
     */
    public Position sync() throws InterruptedException {
        return new Position(boot, tail.sync());
    }

    /**
     * Reads all entries behind a position, across boots, then follows the journal.
     *
     * @param after any place up to {@link #last}. A place behind the end of an earlier boot stands at that end
     */
    public JournalReader reader(Position after) {
        if (after.compareTo(last()) > 0 && after.boot() >= boot) {
            throw new IllegalArgumentException("the journal ends at " + last() + ", before " + after);
        }
        return new BlockReader(new LiveSource(folder, boot, tail), after);
    }

    /** Set once the disk has failed; then nothing more is taken or becomes durable, and the process should stop loudly. */
    public Optional<JournalException> failed() {
        return tail.failure();
    }

    public long counter(JournalCounter counter) {
        return counters.value(counter);
    }

    /** All counters at about this moment. */
    public Map<JournalCounter, Long> counters() {
        Map<JournalCounter, Long> values = new EnumMap<>(JournalCounter.class);
        for (JournalCounter counter : JournalCounter.values()) {
            values.put(counter, counters.value(counter));
        }
        return values;
    }

    /** Right before the first entry that is still on disk. Entries before it were let go; those behind it should all be there. */
    public Position begin() {
        SegmentName first = Disk.segments(folder).getFirst();
        return new Position(first.boot(), first.first() - 1);
    }

    /**
     * Removes whole segments that hold nothing behind a position. A reader that stands before their end is then told of a corrupt range.
     *
     * @return bytes freed
     */
    public long release(Position upTo) {
        return Release.upTo(upTo, folder);
    }

    /**
     * As {@link #release(Position)}, for a journal that nobody has open, such as one that lacks the room for its next boot.
     *
     * @param folder need not exist
     * @throws JournalException when another process has it open
     */
    public static long release(Path folder, Position upTo) {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (FolderLock lock = FolderLock.take(folder)) {
            return Release.upTo(upTo, lock.folder());
        } catch (IOException e) {
            throw Disk.failure("release journal", folder, e);
        }
    }

    /** Makes everything durable, names the last segment by its range, and lets go of the folder. */
    @Override
    public void close() {
        tail.close();
        boolean interrupted = joinSyncThread();
        try (lock;
                writer) {
            if (tail.failure().isEmpty() && writer.hasSegment()) {
                writer.end();
            }
        } catch (IOException e) {
            throw Disk.failure("close journal", folder, e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean joinSyncThread() {
        boolean interrupted = false;
        while (true) {
            try {
                syncThread.join();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true; // what was appended is promised: finish, then tell
            }
        }
    }

    private static void create(Path folder) {
        try {
            Files.createDirectories(folder);
            Path parent = folder.toAbsolutePath().getParent();
            if (parent != null) {
                Disk.syncFolder(parent);
            }
        } catch (IOException e) {
            throw Disk.failure("create journal folder", folder, e);
        }
    }

    private static int highestBoot(Path folder) {
        List<SegmentName> names = Disk.segments(folder);
        return names.isEmpty() ? 0 : names.getLast().boot();
    }
}

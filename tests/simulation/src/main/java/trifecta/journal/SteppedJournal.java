package trifecta.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import trifecta.market.Position;

/**
 * A journal without a thread: what was appended becomes durable when it is told to, and its machine can lose power at any moment. Blocks,
 * segments, recovery and readers are those of {@link Journal}.
 */
public final class SteppedJournal {
    private static final int BLOCK_BYTES = 1 << 12;
    private static final JournalLimits LIMITS =
            new JournalLimits(Duration.ofMillis(200), BLOCK_BYTES, 2 * BLOCK_BYTES, 0, 1 << 20, 1);

    private final Path folder;
    private final InstantSource clock;
    private final int boot;
    private final SegmentWriter writer;
    private @Nullable Block growing;
    private long next = 1;

    /** Opens it as a start of its gatherer does. */
    public SteppedJournal(Path folder, InstantSource clock, int line, int bootAtLeast) {
        this.folder = folder;
        this.clock = clock;
        Recovery.recover(folder);
        var names = Disk.segments(folder);
        this.boot = Math.max(bootAtLeast, names.isEmpty() ? 1 : names.getLast().boot() + 1);
        this.writer = new SegmentWriter(folder, LIMITS, clock, new Counters(), boot, line);
    }

    public int boot() {
        return boot;
    }

    public Position last() {
        return new Position(boot, next - 1);
    }

    /** See {@link Journal#begin}. */
    public Position begin() {
        SegmentName first = Disk.segments(folder).getFirst();
        return new Position(first.boot(), first.first() - 1);
    }

    /** Appends an entry, which is not durable before the next {@link #sync}. */
    public void append(EntryKind kind, int connection, byte[] bytes) {
        long micros = clock.instant().toEpochMilli() * 1000;
        Block block = growing;
        if (block != null && !block.fits(bytes.length, BLOCK_BYTES)) {
            sync();
            block = null;
        }
        if (block == null) {
            block = Block.empty(boot, next, micros, 0, 1 << 8);
            growing = block;
        }
        block.append(kind, connection, micros, bytes, 0, bytes.length, BLOCK_BYTES);
        next++;
    }

    /** All that was appended survives from here on. */
    public void sync() {
        Block block = growing;
        if (block != null) {
            writer.write(block);
            growing = null;
        }
    }

    /** The process ends in order. */
    public void close() {
        sync();
        if (writer.hasSegment()) {
            writer.end();
        }
        lose();
    }

    /** The machine loses its power: of what is not durable a piece may have reached the disk. */
    public void crash(RandomGenerator random) {
        Block block = growing;
        if (block != null && random.nextBoolean()) {
            tear(block, random);
        }
        lose();
    }

    private void tear(Block block, RandomGenerator random) {
        boolean begun = writer.hasSegment();
        Path path = writer.name().in(folder);
        long before = begun ? size(path) : 0;
        writer.write(block);
        if (begun && writer.hasSegment()) {
            try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
                file.truncate(random.nextLong(before, size(path) + 1));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static long size(Path path) {
        try {
            return Files.size(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void lose() {
        growing = null;
        try {
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** See {@link Journal#release(Position)}. */
    public void release(Position upTo) {
        Release.upTo(upTo, folder);
    }

    /** Follows the journal from behind a position on. */
    public Following follow(Position after) {
        return new Following(after);
    }

    /** A reader that ends whenever it has read all that was appended by then. */
    public final class Following implements AutoCloseable {
        private BlockReader disk;
        private Position position;

        private Following(Position after) {
            this.disk = open(after);
            this.position = after;
        }

        private BlockReader open(Position after) {
            return new BlockReader(new FolderWalk(folder), after);
        }

        /** The next entry; empty at the end. */
        public Optional<JournalEntry> poll() {
            Block block = growing;
            Optional<JournalEntry> entry = block != null && isBehind(block) ? fromMemory(block) : fromDisk();
            entry.ifPresent(read -> position = read.position());
            return entry;
        }

        private boolean isBehind(Block block) {
            return position.boot() == boot && position.n() + 1 >= block.first();
        }

        private Optional<JournalEntry> fromMemory(Block block) {
            BlockCursor cursor = BlockCursor.behind(block, position);
            return cursor.hasNext() ? Optional.of(cursor.next()) : Optional.empty();
        }

        private Optional<JournalEntry> fromDisk() {
            if (!position.equals(disk.position())) {
                disk.close();
                disk = open(position);
            }
            try {
                Optional<JournalEntry> entry = disk.poll(Duration.ZERO);
                Block block = growing;
                return entry.isEmpty() && block != null && block.first() == 1 ? fromMemory(block) : entry;
            } catch (InterruptedException e) {
                throw new IllegalStateException("it does not wait", e);
            }
        }

        @Override
        public void close() {
            disk.close();
        }
    }

    /** How the last boot in a folder ended: empty when there is none, else whether in order. */
    public static Optional<Boolean> endedInOrder(Path folder) {
        Recovery.recover(folder);
        Optional<JournalEntry> last = Optional.empty();
        try (JournalReader reader = new BlockReader(new FolderWalk(folder), Position.START)) {
            for (Optional<JournalEntry> entry = reader.poll(Duration.ZERO);
                    entry.isPresent();
                    entry = reader.poll(Duration.ZERO)) {
                last = entry;
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("it does not wait", e);
        }
        return last.map(entry -> entry.kind() == EntryKind.STOPPED);
    }
}

package trifecta.journal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import trifecta.market.Position;

/**
 * Reads a folder's blocks in order, across segments and boots, while somebody may append to it, roll segments or remove old ones.
 * Whatever should be there and cannot be read is told. Single-threaded.
 */
final class FolderWalk implements BlockSource {
    private static final long UNKNOWN = Long.MAX_VALUE;

    private final Path folder;
    private @Nullable SegmentFile segment;
    private long offset;

    FolderWalk(Path folder) {
        this.folder = folder;
    }

    /** Never waits; empty at the end of what is there now, and a later call looks again. */
    @Override
    public Optional<Block> next(Position after, Duration wait) throws InterruptedException {
        boolean looksAgain = false;
        while (true) {
            SegmentFile present = segment;
            if (present == null || present.name().boot() < after.boot()) {
                if (!enter(locate(after), after)) {
                    return Optional.empty();
                }
                continue;
            }
            long expected = expectedIn(present.name(), after);
            switch (present.step(offset, expected)) {
                case SegmentFile.Whole whole -> {
                    offset = whole.nextOffset();
                    return Optional.of(present.load(whole.header()));
                }
                case SegmentFile.Passed passed -> offset = passed.nextOffset();
                case SegmentFile.Damaged damaged -> {
                    offset = damaged.nextOffset();
                    throw corrupt(present.name().boot(), expected, damaged.last(), present.path(), damaged.reason());
                }
                case SegmentFile.End end -> {
                    List<SegmentName> names = Disk.segments(folder);
                    long last = knownLast(names, present.name()).orElse(UNKNOWN);
                    if (last != UNKNOWN && expected <= last) {
                        if (looksAgain) {
                            String reason = "the segment ends early, " + end.bytesLeft() + " bytes are left";
                            throw corrupt(present.name().boot(), expected, last, present.path(), reason);
                        }
                        looksAgain = true; // it may have grown between the step and the list
                    } else if (enter(following(names, present.name()), after)) {
                        looksAgain = false;
                    } else {
                        return Optional.empty();
                    }
                }
            }
        }
    }

    /** Forgets where it stands; the next call finds its place anew. */
    void reset() {
        SegmentFile present = segment;
        segment = null;
        if (present != null) {
            present.close();
        }
    }

    @Override
    public void close() {
        reset();
    }

    static CorruptRangeException corrupt(int boot, long from, long to, Path path, String reason) {
        return new CorruptRangeException(new Position(boot, from), new Position(boot, to), path, reason);
    }

    /** What is known of a segment's last entry: from its name, or from the segment that follows it in its boot. */
    static OptionalLong knownLast(List<SegmentName> names, SegmentName segment) {
        for (SegmentName name : names) {
            if (name.boot() == segment.boot() && name.first() == segment.first() && !name.isOpen()) {
                return name.last();
            }
            if (name.boot() == segment.boot() && name.first() > segment.first()) {
                return OptionalLong.of(name.first() - 1);
            }
        }
        return OptionalLong.empty();
    }

    private boolean enter(Optional<SegmentName> target, Position after) throws InterruptedException {
        if (target.isEmpty()) {
            return false;
        }
        SegmentName name = target.get();
        long expected = expectedIn(name, after);
        if (expected < name.first()) {
            throw corrupt(
                    name.boot(), expected, name.first() - 1, folder, "the segment before " + name + " is missing");
        }
        Optional<SegmentFile> opened = SegmentFile.open(folder, name);
        reset();
        if (opened.isPresent()) {
            segment = opened.get();
            offset = SegmentHeader.BYTES;
        } // else renamed or removed since the list was made: found anew in the next round
        return true;
    }

    /** The first segment that may hold something behind a position. */
    private Optional<SegmentName> locate(Position after) {
        List<SegmentName> names = Disk.segments(folder);
        return names.stream()
                .filter(name -> !name.isEmpty() && name.boot() >= after.boot())
                .filter(name -> name.boot() > after.boot() || endsBehind(names, name, after.n()))
                .findFirst();
    }

    private static boolean endsBehind(List<SegmentName> names, SegmentName name, long n) {
        return knownLast(names, name).orElse(UNKNOWN) > n;
    }

    private static Optional<SegmentName> following(List<SegmentName> names, SegmentName present) {
        return names.stream()
                .filter(name -> name.compareTo(present) > 0 && !name.isEmpty())
                .findFirst();
    }

    private static long expectedIn(SegmentName name, Position after) {
        return name.boot() == after.boot() ? after.n() + 1 : 1;
    }
}

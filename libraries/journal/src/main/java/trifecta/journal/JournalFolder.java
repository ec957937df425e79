package trifecta.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import trifecta.market.Position;

/** A journal's folder seen from outside, for tools and tests: never writes, takes no lock, may look while a writer works. */
public final class JournalFolder {
    private final Path folder;

    public JournalFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * A file of the journal.
     *
     * @param last empty while the segment may still grow, or its writer died
     */
    public record Segment(int boot, long first, OptionalLong last, long bytes, Path path) {}

    /**
     * A boot.
     *
     * @param first first entry that is still there
     * @param last last entry that can be read now; first - 1 when the boot has none
     * @param ended the boot's last segment was ended
     */
    public record Boot(int boot, long first, long last, boolean ended, int segments, long bytes) {
        public boolean isEmpty() {
            return last < first;
        }
    }

    /** All segments on disk, in order. */
    public List<Segment> segments() {
        Optional<List<Segment>> segments = measured();
        while (segments.isEmpty()) {
            segments = measured();
        }
        return segments.get();
    }

    /** Empty when a segment was ended or removed since the list was made. */
    private Optional<List<Segment>> measured() {
        List<Segment> segments = new ArrayList<>();
        for (SegmentName name : Disk.segments(folder)) {
            Path path = name.in(folder);
            try {
                segments.add(new Segment(name.boot(), name.first(), name.last(), Files.size(path), path));
            } catch (NoSuchFileException e) {
                return Optional.empty();
            } catch (IOException e) {
                throw Disk.failure("list journal", path, e);
            }
        }
        return Optional.of(segments);
    }

    /** All boots on disk, oldest first. Reads the block headers of segments that may still grow. */
    public List<Boot> boots() throws InterruptedException {
        List<Boot> boots = new ArrayList<>();
        for (Segment segment : segments()) {
            long last = segment.last().isPresent() ? segment.last().getAsLong() : lastReadable(segment);
            boolean ended = segment.last().isPresent();
            Boot before = boots.isEmpty() ? null : boots.getLast();
            if (before != null && before.boot() == segment.boot()) {
                boots.removeLast();
                boots.add(new Boot(
                        before.boot(),
                        before.first(),
                        last,
                        ended,
                        before.segments() + 1,
                        before.bytes() + segment.bytes()));
            } else {
                boots.add(new Boot(segment.boot(), segment.first(), last, ended, 1, segment.bytes()));
            }
        }
        return boots;
    }

    /** Bytes of all segments. */
    public long bytes() {
        return segments().stream().mapToLong(Segment::bytes).sum();
    }

    /** Reads everything behind a position that is on disk; {@code poll} never waits and is empty at the end. */
    public JournalReader reader(Position after) {
        return new BlockReader(new FolderWalk(folder), after);
    }

    private long lastReadable(Segment segment) throws InterruptedException {
        SegmentName name = SegmentName.open(segment.boot(), segment.first());
        Optional<SegmentFile> opened = SegmentFile.open(folder, name);
        if (opened.isEmpty()) {
            return segment.first() - 1;
        }
        try (SegmentFile file = opened.get()) {
            return SegmentScan.of(file).last();
        }
    }
}

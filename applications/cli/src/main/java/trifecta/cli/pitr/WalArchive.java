package trifecta.cli.pitr;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** The archived segments of one server's log, and the histories of its timelines. */
final class WalArchive {
    private static final Pattern HISTORY = Pattern.compile("([0-9A-F]{8})\\.history\\" + Shell.PACKED);
    private static final int HEX = 16;

    private final Path folder;
    private final int segmentBytes;

    /** @param segmentBytes size of every segment of the server */
    WalArchive(Path folder, int segmentBytes) {
        this.folder = folder;
        this.segmentBytes = segmentBytes;
    }

    /**
     * How far the log goes on without a hole.
     *
     * @param last the last segment before the first hole; empty when the first one is missing
     * @param missing the first that is missing although later ones are there; empty when there is no hole
     */
    record Reach(Optional<Long> last, Optional<Long> missing) {}

    boolean has(Segment segment) {
        return has(segment.name());
    }

    boolean has(String name) {
        return Files.exists(file(name));
    }

    /** All segments, in no order. */
    List<Segment> segments() throws IOException {
        List<Segment> segments = new ArrayList<>();
        for (String name : names()) {
            if (name.endsWith(Shell.PACKED)) {
                Segment.of(name.substring(0, name.length() - Shell.PACKED.length()), segmentBytes)
                        .ifPresent(segments::add);
            }
        }
        return segments;
    }

    /**
     * How far a recovery can go.
     *
     * @param first the segment with which it begins
     * @param lineage the timelines that it may read
     * @param more segments beside the archive, those of a server that crashed before it archived them
     */
    Reach reach(Segment first, Lineage lineage, Collection<Segment> more) throws IOException {
        TreeSet<Long> there = new TreeSet<>();
        Stream.concat(segments().stream(), more.stream())
                .filter(lineage::reads)
                .filter(segment -> segment.number() >= first.number())
                .forEach(segment -> there.add(segment.number()));
        long next = first.number();
        while (there.contains(next)) {
            next++;
        }
        return new Reach(
                next == first.number() ? Optional.empty() : Optional.of(next - 1),
                there.higher(next) == null ? Optional.empty() : Optional.of(next));
    }

    /** The newest timeline of which there is a history; 1 when nothing ever branched off. */
    int newestTimeline() throws IOException {
        int newest = 1;
        for (String name : names()) {
            Matcher history = HISTORY.matcher(name);
            if (history.matches()) {
                newest = Math.max(newest, Integer.parseUnsignedInt(history.group(1), HEX));
            }
        }
        return newest;
    }

    /**
     * A timeline and its ancestors.
     *
     * @throws FileNotFoundException when its history is not in the archive
     */
    Lineage lineage(int timeline) throws IOException {
        if (timeline == 1) {
            return Lineage.alone(1);
        }
        Path file = file("%08X.history".formatted(timeline));
        try (InputStream packed = Files.newInputStream(file);
                InputStream text = new GZIPInputStream(packed)) {
            return Lineage.of(timeline, new String(text.readAllBytes(), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            throw new FileNotFoundException("the history of timeline " + timeline + " is not in the archive: " + file);
        }
    }

    /**
     * Removes segments for which nobody has a use. Histories stay: they are small, and say which timeline a segment is of.
     *
     * @return bytes freed
     */
    long remove(Predicate<Segment> useless) throws IOException {
        long freed = 0;
        for (Segment segment : segments()) {
            if (useless.test(segment)) {
                Path file = file(segment.name());
                freed += Files.size(file);
                Files.delete(file);
            }
        }
        return freed;
    }

    /** When a segment came into the archive, by this machine's clock. */
    Instant archivedAt(Segment segment) throws IOException {
        return Files.getLastModifiedTime(file(segment.name())).toInstant();
    }

    /** Bytes on the disk. */
    long bytes() throws IOException {
        long bytes = 0;
        for (String name : names()) {
            if (name.endsWith(Shell.PACKED)) { // what is being written is not there yet
                bytes += Files.size(folder.resolve(name));
            }
        }
        return bytes;
    }

    private Path file(String name) {
        return folder.resolve(name + Shell.PACKED);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}

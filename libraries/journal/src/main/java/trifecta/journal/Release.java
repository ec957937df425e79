package trifecta.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import trifecta.market.Position;

/**
 * Removes old segments of a folder, oldest first, so that what is left has no hole whenever it stops. The last segment stays whatever it
 * holds: the highest boot in the folder is how boot numbers are never given twice.
 */
final class Release {
    private Release() {}

    /**
     * Removes segments that hold nothing behind a position.
     *
     * @return bytes freed
     */
    static long upTo(Position upTo, Path folder) {
        List<SegmentName> names = Disk.segments(folder);
        long freed = 0;
        for (SegmentName name : names.subList(0, Math.max(0, names.size() - 1))) {
            if (name.isOpen() || end(name).compareTo(upTo) > 0) {
                break;
            }
            Path path = name.in(folder);
            try {
                long bytes = Files.size(path);
                Files.delete(path);
                freed += bytes;
            } catch (IOException e) {
                throw Disk.failure("release journal segment", path, e);
            }
        }
        return freed;
    }

    /** The last entry; of a segment without one, the boot's beginning. */
    private static Position end(SegmentName name) {
        return new Position(name.boot(), name.last().orElseThrow());
    }
}

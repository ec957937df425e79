package trifecta.console;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What lies on the disk.
 *
 * @param measuredAt when; nothing when no folder is configured or it was not measured yet
 * @param usableBytes what is free on the data folder's file system
 */
record Storage(Optional<Instant> measuredAt, List<Folder> folders, long usableBytes, long totalBytes) {
    static final Storage UNKNOWN = new Storage(Optional.empty(), List.of(), 0, 0);

    /** Beyond this a disk is about to be full. */
    static final int PERCENT_USED_MAX = 80;

    /**
     * A part of the data folder.
     *
     * @param whole false when it has more files than are counted, the size is then a lower bound
     */
    record Folder(String name, long bytes, boolean whole) {}

    int percentUsed() {
        return totalBytes == 0 ? 0 : Math.toIntExact(100 - 100 * usableBytes / totalBytes);
    }

    boolean filling() {
        return percentUsed() > PERCENT_USED_MAX;
    }
}

package trifecta.gatherer;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much room a file system has. Asked again each time; bytes. */
interface DiskSpace {
    /**
     * A moment's figures, as {@code df} has them.
     *
     * @param usedBytes taken by anybody
     * @param usableBytes free for this process
     */
    record Room(long usedBytes, long usableBytes) {
        /** What is used of that which this process could have, rounded up. */
        int usedPercent() {
            long all = usedBytes + usableBytes;
            return all == 0 ? 100 : (int) Math.ceilDiv(100 * usedBytes, all);
        }
    }

    Room room() throws IOException;

    /** The file system of a folder that exists. */
    static DiskSpace of(Path folder) {
        return () -> {
            FileStore store = Files.getFileStore(folder);
            return new Room(store.getTotalSpace() - store.getUnallocatedSpace(), store.getUsableSpace());
        };
    }
}

package trifecta.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a second writer out of a folder, in this process and in others. The system releases it when the process dies.
 *
 * <p>A process loses its POSIX lock as soon as it closes <em>any</em> descriptor of the file, so a second attempt within the process
 * must not even open it: that is what {@link #HELD_HERE} is for.
 */
final class FolderLock implements AutoCloseable {
    private static final String NAME = "lock";
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * @throws JournalException when another journal has the folder open
     */
    static FolderLock take(Path folder) {
        Path real = real(folder);
        if (!HELD_HERE.add(real)) {
            throw taken(folder, "this process has");
        }
        try {
            return new FolderLock(real, lockedChannel(folder));
        } catch (RuntimeException e) {
            HELD_HERE.remove(real);
            throw e;
        }
    }

    private static FileChannel lockedChannel(Path folder) {
        Path path = folder.resolve(NAME);
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (channel.tryLock() == null) {
                    throw taken(folder, "process " + Files.readString(path).strip() + " has");
                }
                channel.truncate(0);
                long pid = ProcessHandle.current().pid();
                Disk.writeFully(channel, ByteBuffer.wrap((pid + "\n").getBytes(StandardCharsets.US_ASCII)));
                return channel;
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw Disk.failure("lock journal", path, e);
        }
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            throw Disk.failure("open journal", folder, e);
        }
    }

    private static JournalException taken(Path folder, String who) {
        return new JournalException(
                "open journal", folder, who + " it open", "stop that one first, or choose another folder");
    }

    /** The folder that is locked. */
    Path folder() {
        return folder;
    }

    @Override
    public void close() throws IOException {
        channel.close();
        HELD_HERE.remove(folder);
    }
}

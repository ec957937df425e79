package trifecta.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What is done to folders and files, each failure told as a {@link JournalException}. */
final class Disk {
    private Disk() {}

    /** The segments of a folder in order. */
    static List<SegmentName> segments(Path folder) {
        List<SegmentName> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.journal")) {
            for (Path file : files) {
                SegmentName.parse(String.valueOf(file.getFileName())).ifPresent(names::add);
            }
        } catch (IOException e) {
            throw failure("list journal", folder, e);
        }
        Collections.sort(names);
        return names;
    }

    /** Makes names that were created, changed or removed in a folder durable. */
    static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    static void writeFully(FileChannel channel, ByteBuffer source) throws IOException {
        while (source.hasRemaining()) {
            channel.write(source);
        }
    }

    /** Reads up to the buffer's limit, less at the file's end; leaves the buffer ready to be read. */
    static void readFully(FileChannel channel, ByteBuffer target, long offset) throws IOException {
        long at = offset;
        while (target.hasRemaining()) {
            int read = channel.read(target, at);
            if (read < 0) {
                break;
            }
            at += read;
        }
        target.flip();
    }

    static JournalException failure(String operation, Path path, IOException cause) {
        String message = cause.getMessage();
        boolean bare = message == null || cause instanceof NoSuchFileException;
        String facts = (bare ? cause.getClass().getSimpleName() + " " : "") + message + " (" + space(path) + ")";
        return new JournalException(operation, path, facts, hint(String.valueOf(message)), cause);
    }

    private static String hint(String message) {
        if (message.contains("No space left") || message.contains("quota")) {
            return "make room on this volume and start again";
        }
        if (message.contains("Permission") || message.contains("Read-only")) {
            return "give this user write access to the folder";
        }
        return "check the disk and the folder, then start again";
    }

    private static String space(Path path) {
        Path folder = Files.isDirectory(path) ? path : path.toAbsolutePath().getParent();
        if (folder == null) {
            return "free space unknown";
        }
        try {
            return Files.getFileStore(folder).getUsableSpace() / 1024 + " kB free";
        } catch (IOException e) {
            return "free space unknown: " + e.getMessage();
        }
    }
}

package trifecta.cli.pitr;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Files that are whole under their name, or not there: written aside, forced to the disk, renamed last. */
final class DurableFiles {
    /** Ending of what is not whole yet. */
    static final String PART = ".part";

    /** As many as one commit of the file system's journal takes along. */
    private static final int SYNCS_AT_ONCE = 32;

    private DurableFiles() {}

    /** Replaces a file's text as a whole. */
    static void write(Path file, String text) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + PART);
        Files.writeString(part, text);
        sync(part);
        move(part, file);
    }

    /** Renames within one file system; the new name is on the disk on return. */
    static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        Path parent = to.toAbsolutePath().getParent();
        if (parent != null) {
            sync(parent);
        }
    }

    /** Forces a file, or the names in a folder, to the disk. */
    static void sync(Path path) throws IOException {
        StandardOpenOption way = Files.isDirectory(path) ? StandardOpenOption.READ : StandardOpenOption.WRITE;
        try (FileChannel channel = FileChannel.open(path, way)) {
            channel.force(true);
        }
    }

    /** Forces everything in a folder to the disk. Many at once: the disk takes them together. */
    static void syncAll(Path folder) throws IOException, InterruptedException {
        List<Path> all;
        try (Stream<Path> each = Files.walk(folder)) {
            all = each.toList();
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(SYNCS_AT_ONCE)) {
            List<Callable<Void>> syncs = new ArrayList<>();
            for (Path each : all) {
                syncs.add(() -> {
                    sync(each);
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(syncs)) {
                done.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Deletes a folder with all that is in it; nothing when it is not there. Links are deleted, not followed. */
    static void delete(Path folder) throws IOException {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path each, @Nullable IOException failure) throws IOException {
                    if (failure != null) {
                        throw failure;
                    }
                    Files.delete(each);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (NoSuchFileException e) {
            if (!folder.toString().equals(e.getFile())) {
                throw e;
            }
        }
    }
}

package trifecta.console;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Measures the folders inside a data folder. Follows no links; a file that vanishes meanwhile counts nothing. */
final class StorageMeter {
    /** Files counted per folder: a walk stays within a second or so, and what lies beyond is said. */
    static final int FILES_MAX = 200_000;

    private final Path folder;
    private final InstantSource clock;

    StorageMeter(Path folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    Storage measure() throws IOException {
        List<Storage.Folder> folders = new ArrayList<>();
        for (Path each : parts()) {
            Sum sum = new Sum();
            Files.walkFileTree(each, sum);
            folders.add(new Storage.Folder(each.getFileName().toString(), sum.bytes, sum.files < FILES_MAX));
        }
        folders.sort(Comparator.comparingLong(Storage.Folder::bytes).reversed());
        FileStore store = Files.getFileStore(folder);
        return new Storage(
                Optional.of(clock.instant()), List.copyOf(folders), store.getUsableSpace(), store.getTotalSpace());
    }

    private List<Path> parts() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(Files::isDirectory).toList();
        }
    }

    private static final class Sum extends SimpleFileVisitor<Path> {
        private long bytes;
        private int files;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes += attributes.size();
            files++;
            return files < FILES_MAX ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException vanished) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(
                Path visited, @org.jspecify.annotations.Nullable IOException vanished) {
            return FileVisitResult.CONTINUE;
        }
    }
}

package trifecta.cli.up;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import trifecta.service.FileTrouble;
import trifecta.service.OperatingException;

/** Where everything of a stack lies. One stack at a time works in a folder. */
record DataFolder(Path root) {
    static DataFolder of(Path root) {
        return new DataFolder(root.toAbsolutePath().normalize());
    }

    Path keys() {
        return root.resolve("keys");
    }

    Path marks() {
        return root.resolve("run");
    }

    Path log(String name) {
        return root.resolve("log").resolve(name + ".log");
    }

    Path database(String name) {
        return root.resolve("postgres").resolve(name);
    }

    /** Of production; may be a link to another disk. */
    Path backups() {
        return root.resolve("backups");
    }

    Path journal(String gatherer) {
        return root.resolve("journal").resolve(gatherer);
    }

    Path exchangeRecord() {
        return root.resolve("exchange-record");
    }

    /** What runs where, for {@code status} and {@code url}. */
    Path description() {
        return root.resolve("up.json");
    }

    /** Makes the folder and takes it, until the lock is closed or the process ends. */
    AutoCloseable take() {
        try {
            Files.createDirectories(root);
            Files.createDirectories(root.resolve("log"));
            if (!Files.exists(keys())) {
                Files.createDirectory(
                        keys(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            FileChannel file =
                    FileChannel.open(root.resolve("up.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(file) == null) {
                file.close();
                throw new OperatingException(
                        "start in " + root,
                        "another `trifecta up` works there",
                        "stop it first, or choose another folder with --data");
            }
            return file;
        } catch (IOException e) {
            throw new OperatingException(
                    "use the data folder " + root, FileTrouble.words(e), "choose another with --data", e);
        }
    }

    private static @Nullable FileLock lock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // by this very process
        }
    }
}

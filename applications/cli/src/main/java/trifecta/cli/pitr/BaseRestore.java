package trifecta.cli.pitr;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import trifecta.service.FileTrouble;
import trifecta.service.OperatingException;

/** Makes a data folder of a base backup, and compares every file with the manifest on the way. */
final class BaseRestore {
    private final Backup.Whole backup;
    private final LongConsumer progress;

    BaseRestore(Backup.Whole backup, LongConsumer progress) {
        this.backup = backup;
        this.progress = progress;
    }

    /**
     * Copies the files and asks for recovery.
     *
     * @param target is made
     * @throws OperatingException when a file is not as it was backed up, or cannot be copied; what was made is to be deleted
     */
    void copy(Path target) {
        Manifest manifest = backup.manifest();
        try {
            requireRoom(target, manifest.bytes());
            Files.createDirectory(target, BaseCopy.PRIVATE);
            for (String folder : manifest.folders()) {
                Files.createDirectory(target.resolve(folder), BaseCopy.PRIVATE);
            }
            for (Manifest.Entry wanted : manifest.files()) {
                Manifest.Entry found = copied(wanted, target);
                if (!found.equals(wanted)) {
                    throw damaged(
                            found.bytes() == wanted.bytes()
                                    ? wanted.path() + " has other content than it was backed up with"
                                    : "%s has %,d bytes instead of %,d"
                                            .formatted(wanted.path(), found.bytes(), wanted.bytes()));
                }
            }
            Files.createFile(target.resolve("recovery.signal"));
        } catch (IOException e) {
            throw new OperatingException(
                    "restore " + backup.id(), FileTrouble.words(e), "is there room on the disk?", e);
        }
    }

    private Manifest.Entry copied(Manifest.Entry wanted, Path target) throws IOException {
        Path from = backup.data().resolve(wanted.path());
        try {
            return Digests.copy(from, target.resolve(wanted.path()), wanted.path(), progress);
        } catch (NoSuchFileException e) {
            if (from.toString().equals(e.getFile())) {
                throw damaged(wanted.path() + " is missing");
            }
            throw e;
        }
    }

    private static void requireRoom(Path target, long bytes) throws IOException {
        Path parent = target.toAbsolutePath().getParent();
        long free = Files.getFileStore(parent == null ? target : parent).getUsableSpace();
        if (free < bytes) {
            throw new OperatingException(
                    "restore into " + target,
                    "%s are free, and %s are needed".formatted(Sizes.text(free), Sizes.text(bytes)),
                    "make room, or restore to another disk");
        }
    }

    private OperatingException damaged(String fact) {
        return new OperatingException(
                "restore " + backup.id(), "the backup is damaged: " + fact, "choose an older one with --backup");
    }
}

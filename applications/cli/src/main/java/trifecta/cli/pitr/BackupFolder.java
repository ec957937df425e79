package trifecta.cli.pitr;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import trifecta.service.FileTrouble;
import trifecta.service.OperatingException;

/**
 * Where the backups of one server lie: base backups in {@code base/ID}, the log in {@code wal}. Whoever writes or deletes here holds
 * the folder's lock. What has a name that begins with a dot is not whole, and goes when the lock is next taken.
 */
public record BackupFolder(Path root) {
    private static final String HALF_MADE = ".";

    /** By its absolute path, with links followed where it exists. */
    public static BackupFolder of(Path root) {
        Path absolute = root.toAbsolutePath().normalize();
        try {
            return new BackupFolder(Files.exists(absolute) ? absolute.toRealPath() : absolute);
        } catch (IOException e) {
            throw new OperatingException("find the backups in " + root, FileTrouble.words(e), "", e);
        }
    }

    /** Folder of the archived log, for the server's {@code archive_command}. */
    public Path wal() {
        return root.resolve("wal");
    }

    Path bases() {
        return root.resolve("base");
    }

    Path base(String id) {
        return bases().resolve(id);
    }

    /** Where a base backup is made. */
    Path making(String id) {
        return bases().resolve(HALF_MADE + "making-" + id);
    }

    /** Where a backup is restored to see whether it can be. */
    Path trial() {
        return root.resolve(HALF_MADE + "trial");
    }

    /** Makes the folders; only their owner may look into them. */
    public BackupFolder make() {
        try {
            if (!Files.exists(root)) {
                Files.createDirectories(root.getParent() == null ? root : root.getParent());
                Files.createDirectory(root, BaseCopy.PRIVATE);
            }
            Files.createDirectories(bases());
            Files.createDirectories(wal());
            return this;
        } catch (IOException e) {
            throw new OperatingException(
                    "make the folder of backups " + root,
                    FileTrouble.words(e),
                    "is there room, and may it be written?",
                    e);
        }
    }

    /** All base backups, the oldest first; those that are not whole as well. */
    public List<Backup> backups() {
        if (!Files.isDirectory(bases())) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(bases())) {
            List<Backup> backups = new ArrayList<>();
            folders.filter(each -> !String.valueOf(each.getFileName()).startsWith(HALF_MADE))
                    .forEach(each -> backups.add(Backup.read(each)));
            backups.sort(Comparator.comparing(Backup::id));
            return backups;
        } catch (IOException e) {
            throw new OperatingException("list the backups in " + root, FileTrouble.words(e), "", e);
        }
    }

    /** The same, those alone that are as they were written. */
    List<Backup.Whole> whole() {
        return backups().stream()
                .flatMap(each -> each instanceof Backup.Whole whole ? Stream.of(whole) : Stream.empty())
                .toList();
    }

    /** The newest of these. */
    public String newest() {
        List<Backup.Whole> whole = whole();
        if (whole.isEmpty()) {
            throw new OperatingException(
                    "find the newest backup", "there is none in " + root, "`trifecta backup now` takes one");
        }
        return whole.getLast().id();
    }

    /** One of them. */
    Backup.Whole whole(String id) {
        Optional<Backup> found =
                backups().stream().filter(each -> each.id().equals(id)).findFirst();
        return switch (found.orElse(null)) {
            case Backup.Whole whole -> whole;
            case Backup.Damaged damaged ->
                throw new OperatingException(
                        "use the backup " + id, damaged.why(), "`trifecta backup list` shows the others");
            case null ->
                throw new OperatingException(
                        "find the backup " + id, "there is none in " + root, "`trifecta backup list` shows all");
        };
    }

    /**
     * Takes the folder for one piece of work, until it is closed or the process ends, and removes what an earlier one left half done.
     *
     * @param what for the sentence that another one gets meanwhile
     * @throws OperatingException when another one works there
     */
    Hold hold(String what) throws InterruptedException {
        try {
            FileChannel file = FileChannel.open(
                    root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            Hold hold = new Hold(file);
            if (lock(file) == null) {
                String other = hold.who();
                hold.close();
                throw new OperatingException(
                        what,
                        "another one works in " + root + (other.isEmpty() ? "" : " (" + other + ")"),
                        "one at a time: try again when it has ended");
            }
            hold.sign(what + ", process " + ProcessHandle.current().pid());
            discardHalfMade();
            return hold;
        } catch (IOException e) {
            throw new OperatingException(
                    what,
                    FileTrouble.words(e),
                    Files.isDirectory(root) ? "" : "is " + root + " the folder of backups?",
                    e);
        }
    }

    private void discardHalfMade() throws IOException, InterruptedException {
        FencedServer.endLeftover(trial());
        for (Path folder : List.of(root, bases())) {
            List<Path> left;
            try (Stream<Path> all = Files.list(folder)) {
                left = all.filter(each -> String.valueOf(each.getFileName()).startsWith(HALF_MADE))
                        .toList();
            }
            for (Path each : left) {
                DurableFiles.delete(each);
            }
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

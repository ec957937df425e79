package trifecta.cli.pitr;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * Copies the data folder of a running server between the begin and the end of a backup. Files may grow, shrink and go meanwhile: the
 * log from the begin on makes up for it. Left out is what PostgreSQL's documentation lets be left out (continuous archiving, making a
 * base backup using the low level API).
 */
final class BaseCopy {
    /** Only their owner may look into a data folder, or the server refuses it. */
    static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    static final String CONTROL = "global/pg_control";

    /** Folders whose names the server needs, and whose files say something of the running server alone. */
    private static final Set<String> EMPTIED = Set.of(
            "pg_wal",
            "pg_replslot",
            "pg_dynshmem",
            "pg_notify",
            "pg_serial",
            "pg_snapshots",
            "pg_stat_tmp",
            "pg_subtrans");

    private static final Set<String> LEFT_OUT = Set.of(
            "postmaster.pid",
            "postmaster.opts",
            "current_logfiles",
            "backup_label",
            "tablespace_map",
            "backup_manifest",
            "recovery.signal",
            "standby.signal");

    /** A restarted server makes these anew. */
    private static final List<String> MADE_ANEW = List.of("pgsql_tmp", "pg_internal.init");

    private static final int CONTROL_READS_MAX = 100;

    private final Path from;
    private final Path to;
    private final LongConsumer progress;
    private final List<String> folders = new ArrayList<>();
    private final List<Manifest.Entry> files = new ArrayList<>();

    /**
     * @param from the server's data folder
     * @param to is made
     */
    BaseCopy(Path from, Path to, LongConsumer progress) {
        this.from = from;
        this.to = to;
        this.progress = progress;
    }

    /** All that was copied, relative to the data folder. */
    record Copied(List<String> folders, List<Manifest.Entry> files) {}

    /** Copies everything; the control file, which says where recovery begins, last. */
    void copy() throws IOException {
        Files.createDirectory(to, PRIVATE);
        Files.walkFileTree(from, new Visitor());
        folder("pg_wal/archive_status");
        control();
    }

    /** Adds a file that the server gave. */
    void add(String name, String text) throws IOException {
        Path aside = to.resolveSibling(name + DurableFiles.PART);
        Files.writeString(aside, text);
        files.add(Digests.copy(aside, to.resolve(name), name, progress));
        Files.delete(aside);
    }

    Copied copied() {
        return new Copied(List.copyOf(folders), List.copyOf(files));
    }

    private void folder(String path) throws IOException {
        Files.createDirectory(to.resolve(path), PRIVATE);
        folders.add(path);
    }

    /** A few hundred bytes that the server rewrites in place: read until two readings agree, so that it is not torn. */
    private void control() throws IOException {
        Path source = from.resolve(CONTROL);
        byte[] content = Files.readAllBytes(source);
        for (int read = 1; ; read++) {
            byte[] again = Files.readAllBytes(source);
            if (Arrays.equals(content, again)) {
                break;
            }
            if (read == CONTROL_READS_MAX) {
                throw new IOException(source + " is not read the same twice");
            }
            content = again;
        }
        Path target = to.resolve(CONTROL);
        Files.write(target, content);
        files.add(new Manifest.Entry(CONTROL, content.length, Digests.sha256(content)));
    }

    private final class Visitor extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) throws IOException {
            String path = from.relativize(each).toString();
            if (path.isEmpty()) {
                return FileVisitResult.CONTINUE;
            }
            if (madeAnew(each)) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            folder(path);
            return EMPTIED.contains(path) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path each, BasicFileAttributes attributes) throws IOException {
            String path = from.relativize(each).toString();
            if (EMPTIED.contains(path)) {
                folder(path); // a link to another disk
            } else if (attributes.isSymbolicLink()) {
                throw new IOException(each + " is a link: tablespaces elsewhere are not backed up");
            } else if (!LEFT_OUT.contains(path) && !path.equals(CONTROL) && !madeAnew(each)) {
                try {
                    files.add(Digests.copy(each, to.resolve(path), path, progress));
                } catch (NoSuchFileException e) {
                    gone(each, e);
                }
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path each, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException gone) {
                gone(each, gone);
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }

        /** A table that was dropped meanwhile takes its files along; the log says so. */
        private void gone(Path each, NoSuchFileException e) throws IOException {
            if (!each.toString().equals(e.getFile())) {
                throw e;
            }
        }

        private static boolean madeAnew(Path each) {
            String name = String.valueOf(each.getFileName());
            return MADE_ANEW.stream().anyMatch(name::startsWith);
        }
    }
}

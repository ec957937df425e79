package trifecta.cli.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;
import trifecta.service.FileTrouble;
import trifecta.service.OperatingException;

/** PostgreSQL's programs, unpacked once from the class path into a folder that all servers share. */
public final class PostgresSoftware {
    /** As the build has it: the version of the archive on the class path. */
    private static final String VERSION = builtWith();

    /** The version in the name of the folder, so that an update unpacks anew. */
    private static final String FOLDER = "postgresql-" + VERSION;

    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
    private static final int OWNER_EXECUTE = 0100;

    private final Path folder;

    private PostgresSoftware(Path folder) {
        this.folder = folder;
    }

    /** The version of PostgreSQL that is brought along. */
    public static String version() {
        return VERSION;
    }

    private static String builtWith() {
        try (InputStream text = PostgresSoftware.class.getResourceAsStream("version.txt")) {
            if (text == null) {
                throw new IllegalStateException("the build left out version.txt");
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Unpacks when that was not done before; several processes may do so at once. */
    public static PostgresSoftware unpacked(Path cache) {
        Path folder = cache.toAbsolutePath().normalize().resolve(FOLDER);
        if (!Files.isDirectory(folder)) {
            try {
                unpack(folder);
            } catch (IOException e) {
                throw new OperatingException(
                        "unpack PostgreSQL into " + folder, FileTrouble.words(e), "is there room on the disk?", e);
            }
        }
        return new PostgresSoftware(folder);
    }

    /**
     * A command line that runs one of its programs. PostgreSQL refuses to run as root: inside a user namespace of its own it
     * is nobody, while its files still belong to root.
     */
    public List<String> command(String program, List<String> arguments) {
        List<String> command = new ArrayList<>();
        if (root()) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(folder.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        return List.copyOf(command);
    }

    private static boolean root() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid") instanceof Integer uid && uid == 0;
        } catch (IOException e) {
            return false; // no /proc: PostgreSQL itself will say when it is run as root
        }
    }

    private static void unpack(Path folder) throws IOException {
        Files.createDirectories(folder.getParent());
        Path fresh = Files.createTempDirectory(folder.getParent(), FOLDER + "-");
        try (InputStream packed = PostgresSoftware.class.getResourceAsStream(ARCHIVE)) {
            if (packed == null) {
                throw new OperatingException(
                        "unpack PostgreSQL",
                        "its programs for this platform are not on the class path",
                        "`up` needs Linux on x86-64; elsewhere start the components with databases of your own");
            }
            extract(new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(packed))), fresh);
        }
        try {
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException | AtomicMoveNotSupportedException e) {
            delete(fresh); // another process was first
        }
    }

    private static void extract(TarArchiveInputStream tar, Path folder) throws IOException {
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            Path target = folder.resolve(entry.getName()).normalize();
            if (!target.startsWith(folder)) {
                throw new IOException("the archive names a file outside of its folder: " + entry.getName());
            }
            if (entry.isDirectory()) {
                Files.createDirectories(target);
            } else if (entry.isSymbolicLink()) {
                Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            } else {
                Files.createDirectories(target.getParent());
                Files.copy(tar, target);
                boolean executable = (entry.getMode() & OWNER_EXECUTE) != 0;
                Files.setPosixFilePermissions(
                        target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}

package trifecta.cli.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The lock file of a server that crashed. PostgreSQL itself discards it when its process is gone, after making sure that no
 * backend is left. Only when the number in it has meanwhile gone to another process does PostgreSQL refuse to start.
 */
public final class StaleLock {
    static final String FILE = "postmaster.pid";

    private StaleLock() {}

    /** Whether the lock names a running process that has nothing to do with the folder, and nobody at all works in the folder. */
    static boolean foreign(Path folder) throws IOException {
        Optional<ProcessHandle> holder = holder(folder.resolve(FILE));
        Path processes = Path.of("/proc");
        return holder.isPresent() && Files.isDirectory(processes) && !isWorkedIn(folder);
    }

    /** Whether a server, or what is left of one, works in the folder, as far as this user may see. */
    public static boolean isWorkedIn(Path folder) throws IOException {
        Path processes = Path.of("/proc");
        if (!Files.isDirectory(processes) || !Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> all = Files.list(processes)) {
            return all.anyMatch(process -> worksIn(process, folder));
        }
    }

    /** Whether the server itself runs there, not merely what a killed one left, which ends by itself within moments. */
    public static boolean isServed(Path folder) throws IOException {
        return holder(folder.resolve(FILE))
                .filter(process -> worksIn(Path.of("/proc", String.valueOf(process.pid())), folder))
                .isPresent();
    }

    private static Optional<ProcessHandle> holder(Path lock) throws IOException {
        if (!Files.exists(lock)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(lock);
        try {
            return lines.isEmpty()
                    ? Optional.empty()
                    : ProcessHandle.of(Long.parseLong(lines.getFirst().strip()));
        } catch (NumberFormatException e) {
            return Optional.empty(); // PostgreSQL will say what is wrong with it
        }
    }

    /** A server and its backends have the data folder as their working directory. */
    private static boolean worksIn(Path process, Path folder) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).equals(folder.toRealPath());
        } catch (IOException | UnsupportedOperationException e) {
            return false; // not a process, or not ours to look at: then it is not our server either
        }
    }
}

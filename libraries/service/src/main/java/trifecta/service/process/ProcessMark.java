package trifecta.service.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What recognises a process later, from another process: its number and its start, since numbers are used again.
 *
 * @param pid the number
 * @param startedMillis when it was started, milliseconds since the epoch
 */
public record ProcessMark(long pid, long startedMillis) {
    /** The system derives the start from ticks since its own boot; a stepped clock moves it a little. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    /** The mark of a running process. */
    public static ProcessMark of(ProcessHandle process) {
        return new ProcessMark(
                process.pid(),
                process.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
    }

    /** The mark a file holds; nothing when there is no such file or no mark in it. */
    public static Optional<ProcessMark> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String[] words = Files.readString(file).strip().split(" ", -1);
        try {
            return words.length == 2
                    ? Optional.of(new ProcessMark(Long.parseLong(words[0]), Long.parseLong(words[1])))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty(); // cut by a crash: nothing that could be recognised
        }
    }

    /** Writes it to a file. */
    public void write(Path file) throws IOException {
        Files.writeString(file, pid + " " + startedMillis + "\n");
    }

    /** The process it marks, if that still runs. Another process with the same number is not it. */
    public Optional<ProcessHandle> find() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::sameStart);
    }

    private boolean sameStart(ProcessHandle process) {
        return process.info()
                .startInstant()
                .map(start -> Math.abs(start.toEpochMilli() - startedMillis) <= TOLERANCE.toMillis())
                .orElse(false);
    }
}

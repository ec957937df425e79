package trifecta.console.breaking;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import trifecta.service.process.ProcessMark;

/** Processes that sleep, with the marks that a supervisor leaves, so that they can be killed and paused for real. */
public final class Sleepers implements AutoCloseable {
    private final Path marks;
    private final Map<String, Process> processes = new ConcurrentHashMap<>();

    public Sleepers(Path marks, List<String> names) {
        this.marks = marks;
        names.forEach(this::start);
    }

    /** Starts it, again after it was killed. */
    public void start(String name) {
        try {
            Process process = new ProcessBuilder("sleep", "600").start();
            ProcessMark.of(process.toHandle()).write(marks.resolve(name + ".pid"));
            processes.put(name, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean runs(String name) {
        return process(name).isAlive();
    }

    /** As the system says. */
    public boolean standsStill(String name) {
        try {
            return Files.readString(
                            Path.of("/proc", String.valueOf(process(name).pid()), "stat"))
                    .contains(") T ");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        processes.values().forEach(Process::destroyForcibly);
    }

    private Process process(String name) {
        return Objects.requireNonNull(processes.get(name), name);
    }
}

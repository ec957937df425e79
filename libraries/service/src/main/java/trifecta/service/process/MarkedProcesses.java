package trifecta.service.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import trifecta.service.FileTrouble;
import trifecta.service.OperatingException;
import trifecta.service.process.Program.Signal;

/** The children of a {@link Supervisor} on this machine, found by their marks from another process of the same user. */
public final class MarkedProcesses {
    private static final Duration END_MAX = Duration.ofSeconds(10);

    private final Path marks;

    /** @param marks the supervisor's folder of marks */
    public MarkedProcesses(Path marks) {
        this.marks = marks;
    }

    /** Whether it runs. */
    public boolean runs(String name) {
        return find(name).isPresent();
    }

    /** Ends it at once, as a crash does (kill -9); its supervisor brings it back. */
    public void kill(String name) throws InterruptedException {
        boolean _ = Signals.end(running(name), Signal.KILL, END_MAX);
    }

    /** Lets it stand still until {@link #resume}. */
    public void pause(String name) {
        Signals.send(running(name), Signal.STOP);
    }

    /** A pause that ends when it is closed, and when this process ends. */
    public interface Pause extends AutoCloseable {
        @Override
        void close();
    }

    /** Sees to it that a process goes on that was paused, even when this one is told to end meanwhile. */
    public Pause resuming(String name) {
        Thread hook = new Thread(() -> resume(name), "resume " + name);
        Runtime.getRuntime().addShutdownHook(hook);
        return () -> {
            resume(name);
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                resume(name); // this process is ending, and the hook does the same
            }
        };
    }

    /** Lets it go on; nothing when it does not run any more. */
    public void resume(String name) {
        find(name).ifPresent(process -> Signals.send(process, Signal.CONT));
    }

    private ProcessHandle running(String name) {
        return find(name)
                .orElseThrow(() -> new OperatingException(
                        "find the process " + name, "it does not run", "`trifecta status` shows what does"));
    }

    private Optional<ProcessHandle> find(String name) {
        try {
            return ProcessMark.read(marks.resolve(name + ".pid")).flatMap(ProcessMark::find);
        } catch (IOException e) {
            throw new OperatingException("find the process " + name, FileTrouble.words(e), "look into " + marks, e);
        }
    }
}

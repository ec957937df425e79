package trifecta.service.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import trifecta.service.FileTrouble;
import trifecta.service.OperatingException;

/** One life of a child process, in a session of its own, so that Ctrl-C on the terminal reaches the parent alone. */
final class Child {
    private final Program program;
    private final Process process;
    private final Path mark;

    private Child(Program program, Process process, Path mark) {
        this.program = program;
        this.process = process;
        this.mark = mark;
    }

    static Child start(Program program, Path marks) {
        List<String> command = new ArrayList<>(List.of("setsid"));
        command.addAll(program.command());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(program.log().toFile()));
        builder.environment().putAll(program.environment());
        try {
            Files.createDirectories(marks);
            Files.createDirectories(program.log().toAbsolutePath().getParent());
            Process process = builder.start();
            Path mark = marks.resolve(program.name() + ".pid");
            mark(process, mark);
            return new Child(program, process, mark);
        } catch (IOException e) {
            throw new OperatingException("start " + program.name(), FileTrouble.words(e), "", e);
        }
    }

    /** A process that nobody could recognise later must not live on. */
    private static void mark(Process process, Path mark) throws IOException {
        try {
            ProcessMark.of(process.toHandle()).write(mark);
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    Program program() {
        return program;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    CompletableFuture<Integer> exit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    void stop(Duration grace) throws InterruptedException {
        Signals.end(handle(), program.endSignal(), grace);
        process.waitFor();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Takes back the mark, once it has ended and no other life of the program has begun. */
    void forget() {
        try {
            Files.deleteIfExists(mark);
        } catch (IOException e) {
            throw new OperatingException("forget " + program.name(), e.toString(), "", e);
        }
    }
}

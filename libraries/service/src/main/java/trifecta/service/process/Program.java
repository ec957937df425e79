package trifecta.service.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a child process is started and asked to end.
 *
 * @param name unique among the children of one supervisor, {@code gatherer-1} for example
 * @param command the program and its arguments
 * @param environment added to this process's own
 * @param log where its output and its errors are appended
 * @param endSignal what asks it to end cleanly
 */
public record Program(String name, List<String> command, Map<String, String> environment, Path log, Signal endSignal) {
    /** Signals by their POSIX names. */
    public enum Signal {
        /** End cleanly. */
        TERM,
        /** As Ctrl-C; PostgreSQL's fast shutdown. */
        INT,
        /** End at once. */
        KILL,
        /** Stand still. */
        STOP,
        /** Go on. */
        CONT
    }

    /**
     * A Java program on this process's class path and virtual machine.
     *
     * @param options of the virtual machine, heap sizes for example
     * @param mainAndArguments the main class, then its arguments
     */
    public static Program java(
            String name,
            List<String> options,
            List<String> mainAndArguments,
            Map<String, String> environment,
            Path log) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
        command.addAll(options);
        command.add("-cp");
        command.add(System.getProperty("java.class.path", ""));
        command.addAll(mainAndArguments);
        return new Program(name, List.copyOf(command), environment, log, Signal.TERM);
    }
}

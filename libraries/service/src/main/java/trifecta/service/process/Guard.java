package trifecta.service.process;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.stream.Collectors;
import trifecta.service.OperatingException;

/**
 * A tiny shell that outlives this process: when this process dies without a word (kill -9), the shell's input ends and it asks the
 * children to end. It knows their numbers from the last line it was given.
 */
final class Guard implements AutoCloseable {
    private static final String SCRIPT =
            "while read -r line; do pids=$line; done; [ -z \"$pids\" ] || kill -s TERM $pids";

    private final Writer lines;

    private Guard(Process shell) {
        this.lines = shell.outputWriter(StandardCharsets.US_ASCII);
    }

    static Guard start() {
        try {
            return new Guard(new ProcessBuilder("setsid", "sh", "-c", SCRIPT)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            throw new OperatingException(
                    "start child processes",
                    e.getMessage() + "",
                    "the commands setsid (util-linux) and sh are needed",
                    e);
        }
    }

    synchronized void watch(Collection<Long> pids) {
        try {
            lines.write(pids.stream().map(String::valueOf).collect(Collectors.joining(" ")) + "\n");
            lines.flush();
        } catch (IOException e) {
            throw new OperatingException("keep watch over the children", e.getMessage() + "", "", e);
        }
    }

    /** Lets the shell go; what still runs of the last line it was given is asked to end. */
    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw new OperatingException("let the guard of the children go", e.getMessage() + "", "", e);
        }
    }
}

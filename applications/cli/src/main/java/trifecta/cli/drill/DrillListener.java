package trifecta.cli.drill;

import java.io.PrintWriter;
import java.time.Duration;
import trifecta.service.process.Supervisor;

/** Prints what happens to the processes of a drill. */
final class DrillListener implements Supervisor.Listener {
    private final PrintWriter out;

    DrillListener(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void started(String name, long pid) {
        // the start of each process is no news in a drill, its end is
    }

    @Override
    public void died(String name, int exitCode, Duration restartIn) {
        out.printf("          %s ended with %d, started again in %d ms%n", name, exitCode, restartIn.toMillis());
        out.flush();
    }
}

package trifecta.service.process;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import trifecta.service.OperatingException;
import trifecta.service.process.Program.Signal;

/** Sends signals that Java itself cannot send, with the {@code kill} of the system. */
public final class Signals {
    private static final Duration KILL_TAKES_AT_MOST = Duration.ofSeconds(10);
    private static final long POLL_MILLIS = 10;

    private Signals() {}

    /** Sends a signal; a process that is gone already is left alone. */
    public static void send(ProcessHandle process, Signal signal) {
        if (!process.isAlive()) {
            return;
        }
        try {
            new ProcessBuilder("kill", "-s", signal.name(), String.valueOf(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(KILL_TAKES_AT_MOST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (IOException e) {
            throw new OperatingException("send " + signal + " to process " + process.pid(), e.toString(), "", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks a process to end, waits, and ends it by force when the grace is over; tells whether force was needed. */
    public static boolean end(ProcessHandle process, Signal signal, Duration grace) throws InterruptedException {
        send(process, signal);
        if (ended(process, grace)) {
            return false;
        }
        process.destroyForcibly();
        ended(process, KILL_TAKES_AT_MOST);
        return true;
    }

    private static boolean ended(ProcessHandle process, Duration wait) throws InterruptedException {
        for (long left = wait.toMillis(); left > 0; left -= POLL_MILLIS) {
            if (!process.isAlive()) {
                return true;
            }
            Thread.sleep(POLL_MILLIS);
        }
        return !process.isAlive();
    }
}

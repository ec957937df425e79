package trifecta.console;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import trifecta.service.status.Status;

/**
 * Turns a process's counter into a rate, over the process's own clock, so that the jitter of asking does not show. Falls back on
 * the rate that the process reports when the counter is missing, did not get a newer time, or began anew. Single-threaded.
 */
final class RateMeter {
    private static final double MILLIS_PER_SECOND = 1000.0;

    private final String counter;
    private final String reported;
    private Status before = Status.EMPTY;

    RateMeter(String counter, String reported) {
        this.counter = counter;
        this.reported = reported;
    }

    /** Events per second up to this status, or nothing when it does not tell. */
    OptionalDouble accept(Status status) {
        Status previous = before;
        before = status;
        if (previous.count(counter).isEmpty() || status.count(counter).isEmpty()) {
            return status.decimal(reported);
        }
        long events =
                status.count(counter).getAsLong() - previous.count(counter).getAsLong();
        long millis = millisBetween(previous, status);
        if (events < 0 || millis <= 0) {
            return status.decimal(reported);
        }
        return OptionalDouble.of(events * MILLIS_PER_SECOND / millis);
    }

    /** Forgets the counter, after a time without answers: what was counted meanwhile belongs to no single second. */
    void forget() {
        before = Status.EMPTY;
    }

    private static long millisBetween(Status earlier, Status later) {
        Instant from = earlier.instant("now").orElse(Instant.EPOCH);
        Instant to = later.instant("now").orElse(Instant.EPOCH);
        return Duration.between(from, to).toMillis();
    }
}

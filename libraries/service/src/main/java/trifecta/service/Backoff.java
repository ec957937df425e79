package trifecta.service;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: twice as long after each failure in a row, up to a bound.
 *
 * @param first after the first failure
 * @param most never longer
 */
public record Backoff(Duration first, Duration most) {
    /** Doublings beyond this no longer fit a duration. */
    private static final int DOUBLINGS_MAX = 20;

    /** The wait after so many failures in a row, from 1. */
    public Duration after(int failures) {
        Duration wait = first.multipliedBy(1L << Math.min(DOUBLINGS_MAX, Math.max(0, failures - 1)));
        return wait.compareTo(most) < 0 ? wait : most;
    }

    /** The same, half of it random: who failed together does not come back together. */
    public Duration after(int failures, RandomGenerator random) {
        long nanos = after(failures).toNanos();
        return Duration.ofNanos(nanos / 2 + random.nextLong(nanos / 2 + 1));
    }
}

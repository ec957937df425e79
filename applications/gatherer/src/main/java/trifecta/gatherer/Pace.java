package trifecta.gatherer;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: doubled with each failure in a row up to a bound, and half of it random, so that lines that
 * failed together do not come back together. Single-threaded.
 */
final class Pace {
    private final Duration first;
    private final Duration most;
    private final RandomGenerator random;
    private int failures;

    Pace(Duration first, Duration most, RandomGenerator random) {
        this.first = first;
        this.most = most;
        this.random = random;
    }

    /** It failed once more. @return nanoseconds to wait */
    long failedNanos() {
        long doubled = first.toNanos() << Math.min(failures, 20);
        failures++;
        long whole = Math.min(doubled, most.toNanos());
        return whole / 2 + random.nextLong(whole / 2 + 1);
    }

    void succeeded() {
        failures = 0;
    }

    int failures() {
        return failures;
    }
}

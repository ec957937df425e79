package trifecta.gatherer;

import java.time.Duration;
import java.util.random.RandomGenerator;
import trifecta.service.Backoff;

/** Tries one after the other, and the failures among them. Single-threaded. */
final class Pace {
    private final Backoff backoff;
    private final RandomGenerator random;
    private int failures;

    Pace(Duration first, Duration most, RandomGenerator random) {
        this.backoff = new Backoff(first, most);
        this.random = random;
    }

    /** It failed once more. @return nanoseconds to wait */
    long failedNanos() {
        failures++;
        return backoff.after(failures, random).toNanos();
    }

    /** Some part of this, so that those who wait for the same do not come together. */
    long spreadNanos(Duration most) {
        return random.nextLong(most.toNanos());
    }

    void succeeded() {
        failures = 0;
    }

    int failures() {
        return failures;
    }
}

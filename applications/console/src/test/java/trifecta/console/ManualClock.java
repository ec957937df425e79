package trifecta.console;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands until it is moved. */
final class ManualClock implements InstantSource {
    private Instant now;

    ManualClock() {
        this(Instant.parse("2026-08-10T22:50:00Z"));
    }

    ManualClock(Instant now) {
        this.now = now;
    }

    @Override
    public Instant instant() {
        return now;
    }

    Instant seconds(double seconds) {
        now = now.plus(Duration.ofMillis(Math.round(seconds * 1000)));
        return now;
    }
}

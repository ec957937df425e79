package trifecta.protocol.rest;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** A clock that goes on by the waits alone, and remembers them. */
final class Waits implements InstantSource, HttpCalls.Pause {
    private Instant now = Instant.parse("2026-08-05T12:00:00Z");
    private final List<Duration> waits = new ArrayList<>();

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public synchronized void pause(Duration duration) {
        waits.add(duration);
        now = now.plus(duration);
    }

    synchronized void advance(Duration duration) {
        now = now.plus(duration);
    }

    synchronized List<Duration> taken() {
        return List.copyOf(waits);
    }
}

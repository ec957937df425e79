package trifecta.simulation;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** The one clock of a schedule; whoever has a clock of his own is some time beside it. */
final class Clock {
    private long micros = Instant.parse("2026-08-05T12:00:00Z").getEpochSecond() * 1_000_000;

    long micros() {
        return micros;
    }

    void pass(long more) {
        micros += more;
    }

    InstantSource beside(Offset offset) {
        return () -> Instant.EPOCH.plus(micros + offset.micros, ChronoUnit.MICROS);
    }

    /** How far a machine's clock is beside the true time. */
    static final class Offset {
        long micros;
    }
}

package trifecta.store.production;

import java.time.Duration;
import java.time.Instant;
import trifecta.market.Times;

/**
 * Exchange times that can be true. A time outside of it comes from a broken frame, and would open a partition of its own.
 *
 * @param earliestMicros inclusive
 * @param latestMicros exclusive
 */
public record TimeWindow(long earliestMicros, long latestMicros) {
    /** Kalshi opened in July 2021. */
    private static final Instant EARLIEST = Instant.parse("2021-01-01T00:00:00Z");

    /** Clocks of the exchange and of ours differ by far less. */
    private static final Duration AHEAD = Duration.ofDays(1);

    /** From the exchange's first year to a day from now. */
    public static TimeWindow sane(Instant now) {
        return new TimeWindow(
                EARLIEST.getEpochSecond() * 1_000_000, now.plus(AHEAD).getEpochSecond() * 1_000_000);
    }

    /** Whether a time in microseconds is inside; an absent one is not outside. */
    public boolean admits(long micros) {
        return micros == Times.ABSENT || (micros >= earliestMicros && micros < latestMicros);
    }
}

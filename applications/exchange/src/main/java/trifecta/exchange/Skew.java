package trifecta.exchange;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** How the time of a message is wrong. */
enum Skew {
    /** Later than it happened. */
    AHEAD,
    /** Earlier than it happened. */
    BEHIND,
    /** In the year 4000. */
    FUTURE,
    /** The beginning of the Unix epoch. */
    ZERO;

    private static final long FUTURE_MICROS =
            Instant.parse("4000-01-01T00:00:00Z").getEpochSecond() * 1_000_000;

    static Optional<Skew> ofWord(String word) {
        for (Skew skew : values()) {
            if (skew.name().toLowerCase(Locale.ROOT).equals(word)) {
                return Optional.of(skew);
            }
        }
        return Optional.empty();
    }

    /**
     * The time that is told instead.
     *
     * @param offsetMicros how far {@link #AHEAD} and {@link #BEHIND} are off
     */
    long of(long micros, long offsetMicros) {
        return switch (this) {
            case AHEAD -> micros + offsetMicros;
            case BEHIND -> micros - offsetMicros;
            case FUTURE -> FUTURE_MICROS;
            case ZERO -> 0;
        };
    }
}

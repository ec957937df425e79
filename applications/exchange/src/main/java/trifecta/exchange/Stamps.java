package trifecta.exchange;

import java.util.Locale;
import java.util.Optional;

/** How a line's deltas are stamped. */
enum Stamps {
    /** As every other line: microseconds in {@code ts}, milliseconds in {@code ts_ms}. */
    PLAIN,
    /** Each connection adds 0 to 5 ms of its own; no time of a market runs backwards. */
    JITTER,
    /** A constant is added. */
    OFFSET,
    /** {@code ts_ms} only. */
    MILLIS,
    /** No time at all. */
    NONE;

    static Optional<Stamps> ofWord(String word) {
        for (Stamps stamps : values()) {
            if (stamps.name().toLowerCase(Locale.ROOT).equals(word)) {
                return Optional.of(stamps);
            }
        }
        return Optional.empty();
    }
}

package trifecta.cli.check;

import trifecta.market.Times;

/**
 * How far a line's time of a delta may be from the exchange's, which the faults on stamps decide.
 *
 * @param micros at most so far, either way; 0: equal
 * @param absent times may be missing
 */
record StampTolerance(long micros, boolean absent) {
    static final StampTolerance NONE = new StampTolerance(0, false);
    private static final long MILLI = 1000;
    private static final long JITTER_MICROS = 5 * MILLI;

    /** What a message may be late by, and clocks may differ by: production believes no other times. */
    private static final long LATE_MICROS = 60_000 * MILLI;

    private static final long AHEAD_MICROS = 2_000 * MILLI;

    boolean isExact() {
        return micros == 0 && !absent;
    }

    boolean admits(long exchangeMicros, long storedMicros) {
        if (storedMicros == Times.ABSENT || exchangeMicros == Times.ABSENT) {
            return absent || storedMicros == exchangeMicros;
        }
        return Math.abs(storedMicros - exchangeMicros) <= micros;
    }

    /** Wider by one fault. A line that is corrected by an offset may end a millisecond beside it. */
    StampTolerance with(String mode, long offsetMicros) {
        return switch (mode) {
            case "jitter" -> new StampTolerance(Math.max(micros, JITTER_MICROS + MILLI), absent);
            case "offset" -> new StampTolerance(Math.max(micros, offsetMicros + MILLI), absent);
            case "millis" -> new StampTolerance(Math.max(micros, MILLI), absent);
            case "none" -> new StampTolerance(micros, true);
            default -> this;
        };
    }

    /** Whether production may have a row with this time, of which a line was told a wrong one: none, or one that a message may be late by. */
    static boolean mayBeBelieved(long micros, long trueMicros) {
        return micros == Times.ABSENT || (micros >= trueMicros - LATE_MICROS && micros <= trueMicros + AHEAD_MICROS);
    }
}

package trifecta.market;

/** Times as integers: microseconds since the Unix epoch, UTC. */
public final class Times {
    /** Stands for a time that the exchange did not give. */
    public static final long ABSENT = Long.MIN_VALUE;

    private Times() {}

    /** Whole milliseconds of a time in microseconds; {@link #ABSENT} stays absent. */
    public static long millis(long micros) {
        return micros == ABSENT ? ABSENT : Math.floorDiv(micros, 1000);
    }
}

package trifecta.gatherer;

/**
 * How many commands a connection may send: a second's worth at once, then at a steady rate. The exchange publishes none, and answers
 * what is too much with error 27. Single-threaded; times are monotonic nanoseconds.
 */
final class CommandRate {
    private static final double NANOS_PER_SECOND = 1e9;

    private final double perSecond;
    private final double most;
    private double left;
    private long countedNanos;

    CommandRate(double perSecond) {
        this.perSecond = perSecond;
        this.most = Math.max(1, perSecond);
    }

    /** A connection begins. */
    void begin(long nowNanos) {
        left = most;
        countedNanos = nowNanos;
    }

    boolean allows(long nowNanos) {
        double grown = Math.max(0, nowNanos - countedNanos) / NANOS_PER_SECOND * perSecond;
        left = Math.min(most, left + grown);
        countedNanos = nowNanos;
        return left >= 1;
    }

    /** A command is sent, whether or not it was allowed. */
    void sent() {
        left--;
    }
}

package trifecta.exchange;

/** What is peculiar to one line: the holder of the i-th configured key. Owned by the sequencer; faults set it. */
final class Line {
    private final int number;
    private Stamps stamps = Stamps.PLAIN;
    private long stampOffsetMicros;
    private int marketLimit = Integer.MAX_VALUE;

    /** Read by network threads, too. */
    private volatile long revokedUntilMicros = Long.MIN_VALUE;

    Line(int number) {
        this.number = number;
    }

    /** From 1. */
    int number() {
        return number;
    }

    Stamps stamps() {
        return stamps;
    }

    long stampOffsetMicros() {
        return stampOffsetMicros;
    }

    void stamp(Stamps how, long offsetMicros) {
        stamps = how;
        stampOffsetMicros = offsetMicros;
    }

    /** Its key is good for nothing until then. */
    void revoke(long untilMicros) {
        revokedUntilMicros = untilMicros;
    }

    /** Whether its key is good for nothing now; any thread. */
    boolean isRevoked(long nowMicros) {
        return nowMicros < revokedUntilMicros;
    }

    /** Markets that one subscription may hold; more is error 26. */
    int marketLimit() {
        return marketLimit;
    }

    void limitMarkets(int markets) {
        marketLimit = markets;
    }
}

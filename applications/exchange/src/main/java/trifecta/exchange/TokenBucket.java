package trifecta.exchange;

/** Tokens that come at a steady rate up to a most; a request takes some or is refused. Single-threaded; the time is an argument. */
final class TokenBucket {
    private static final double MICROS_PER_SECOND = 1e6;

    private final double perSecond;
    private final double most;
    private double tokens;
    private long countedAtMicros;

    /**
     * @param perSecond 0: without limit
     */
    TokenBucket(double perSecond, double most, long nowMicros) {
        this.perSecond = perSecond;
        this.most = most;
        this.tokens = most;
        this.countedAtMicros = nowMicros;
    }

    boolean take(double cost, long nowMicros) {
        if (perSecond == 0) {
            return true;
        }
        double grown = Math.max(0, nowMicros - countedAtMicros) / MICROS_PER_SECOND * perSecond;
        tokens = Math.min(most, tokens + grown);
        countedAtMicros = nowMicros;
        if (tokens < cost) {
            return false;
        }
        tokens -= cost;
        return true;
    }
}

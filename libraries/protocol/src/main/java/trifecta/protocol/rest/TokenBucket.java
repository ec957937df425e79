package trifecta.protocol.rest;

import java.time.Duration;
import java.time.InstantSource;

/** A rate limit: holds one second's tokens at most, and tells a caller how long to wait for its own. Thread-safe. */
final class TokenBucket {
    private static final double MILLIS_PER_SECOND = 1000;

    private final double tokensPerSecond;
    private final double capacity;
    private final InstantSource clock;
    private double tokens;
    private long filledMillis;

    TokenBucket(double tokensPerSecond, double costMax, InstantSource clock) {
        this.tokensPerSecond = tokensPerSecond;
        this.capacity = Math.max(tokensPerSecond, costMax);
        this.clock = clock;
        this.tokens = capacity;
        this.filledMillis = clock.millis();
    }

    /** Takes tokens, on credit if need be; the caller goes on after this long, so that callers queue up in order. */
    synchronized Duration take(double cost) {
        long now = clock.millis();
        // A clock that was set back gives nothing, and one that jumped ahead fills the bucket once.
        double gained = Math.max(0, now - filledMillis) * tokensPerSecond / MILLIS_PER_SECOND;
        filledMillis = now;
        tokens = Math.min(capacity, tokens + gained) - cost;
        return tokens >= 0
                ? Duration.ZERO
                : Duration.ofMillis((long) Math.ceil(-tokens * MILLIS_PER_SECOND / tokensPerSecond));
    }
}

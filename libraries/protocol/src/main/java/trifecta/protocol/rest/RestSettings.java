package trifecta.protocol.rest;

import java.net.URI;
import java.time.Duration;

/**
 * How a {@link RestClient} behaves.
 *
 * @param base with the path prefix, such as {@code https://external-api.kalshi.com/trade-api/v2}
 * @param tokensPerSecond rate at which the token bucket fills; it holds one second's worth
 * @param tokensPerCall what one call costs
 * @param callTimeout for one attempt, until the last byte
 * @param attemptsMax attempts of one call in all
 * @param firstDelay delay before the second attempt; it doubles with each, up to {@code delayMax}, and half of it is random
 * @param delayMax also the longest {@code Retry-After} that is waited for
 * @param pagesMax bound of one listing
 * @param answerBytesMax bound of one answer
 */
public record RestSettings(
        URI base,
        double tokensPerSecond,
        double tokensPerCall,
        Duration connectTimeout,
        Duration callTimeout,
        int attemptsMax,
        Duration firstDelay,
        Duration delayMax,
        int pagesMax,
        long answerBytesMax) {

    /** What fits the exchange's Basic tier (200 tokens a second, 10 for most reads), with a tenth left to others. */
    public static RestSettings defaults(URI base) {
        return new RestSettings(
                base,
                180,
                10,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                6,
                Duration.ofMillis(250),
                Duration.ofSeconds(30),
                10_000,
                64L << 20);
    }

    public RestSettings withRate(double newTokensPerSecond) {
        return new RestSettings(
                base,
                newTokensPerSecond,
                tokensPerCall,
                connectTimeout,
                callTimeout,
                attemptsMax,
                firstDelay,
                delayMax,
                pagesMax,
                answerBytesMax);
    }

    public RestSettings withRetries(int newAttemptsMax, Duration newFirstDelay, Duration newDelayMax) {
        return new RestSettings(
                base,
                tokensPerSecond,
                tokensPerCall,
                connectTimeout,
                callTimeout,
                newAttemptsMax,
                newFirstDelay,
                newDelayMax,
                pagesMax,
                answerBytesMax);
    }

    public RestSettings withCallTimeout(Duration newCallTimeout) {
        return new RestSettings(
                base,
                tokensPerSecond,
                tokensPerCall,
                connectTimeout,
                newCallTimeout,
                attemptsMax,
                firstDelay,
                delayMax,
                pagesMax,
                answerBytesMax);
    }

    public RestSettings withBounds(int newPagesMax, long newAnswerBytesMax) {
        return new RestSettings(
                base,
                tokensPerSecond,
                tokensPerCall,
                connectTimeout,
                callTimeout,
                attemptsMax,
                firstDelay,
                delayMax,
                newPagesMax,
                newAnswerBytesMax);
    }
}

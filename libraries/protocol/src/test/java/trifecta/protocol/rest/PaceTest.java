package trifecta.protocol.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final Waits clock = new Waits();

    @Test
    void aBucketLetsASecondsWorthThroughAndThenItsRate() {
        TokenBucket bucket = new TokenBucket(200, 10, clock);
        for (int i = 0; i < 20; i++) {
            assertThat(bucket.take(10)).isZero();
        }
        assertThat(bucket.take(10)).isEqualTo(Duration.ofMillis(50));
        assertThat(bucket.take(10)).isEqualTo(Duration.ofMillis(100));
        clock.advance(Duration.ofMillis(100));
        assertThat(bucket.take(10)).isEqualTo(Duration.ofMillis(50));
    }

    @Test
    void aBucketNeverHoldsMoreThanASecondsWorth() {
        TokenBucket bucket = new TokenBucket(20, 10, clock);
        clock.advance(Duration.ofDays(1));
        assertThat(bucket.take(10)).isZero();
        assertThat(bucket.take(10)).isZero();
        assertThat(bucket.take(10)).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void aClockSetBackGivesNothing() {
        TokenBucket bucket = new TokenBucket(10, 10, clock);
        assertThat(bucket.take(10)).isZero();
        clock.advance(Duration.ofDays(-1));
        assertThat(bucket.take(10)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void delaysDoubleUpToTheirBoundAndHalfOfThemIsRandom() {
        long seed = Long.getLong("seed", System.nanoTime());
        BackOff backOff = new BackOff(Duration.ofMillis(100), Duration.ofSeconds(2), clock, new Random(seed));
        for (int failures = 1; failures < 100; failures++) {
            long whole = failures > 5 ? 2000 : 100L << (failures - 1);
            assertThat(backOff.delay(failures, Optional.empty()).toMillis())
                    .as("seed %d, failure %d", seed, failures)
                    .isBetween(whole / 2, whole);
        }
    }

    @Test
    void theExchangesOwnWishCountsWithinTheBound() {
        BackOff backOff = new BackOff(Duration.ofMillis(100), Duration.ofSeconds(20), clock, new Random(1));
        assertThat(backOff.delay(1, Optional.of("7"))).isEqualTo(Duration.ofSeconds(7));
        assertThat(backOff.delay(1, Optional.of("Wed, 05 Aug 2026 12:00:05 GMT")))
                .isEqualTo(Duration.ofSeconds(5));
        assertThat(backOff.delay(1, Optional.of("3600"))).isEqualTo(Duration.ofSeconds(20));
        for (String nonsense :
                new String[] {"soon", "", "-5", "Wed, 05 Aug 2020 12:00:05 GMT", "99999999999999999999"}) {
            assertThat(backOff.delay(1, Optional.of(nonsense)))
                    .as(nonsense)
                    .isLessThanOrEqualTo(Duration.ofMillis(100));
        }
    }
}

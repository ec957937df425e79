package trifecta.service.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateTest {
    private static final long SECOND = 1_000_000_000L;

    private enum Sample implements Counter {
        FRAMES_READ;

        @Override
        public String meaning() {
            return "frames read";
        }
    }

    @Test
    void aRateFollowsTheLastSecondsOnly() {
        AtomicLong now = new AtomicLong();
        AtomicLong count = new AtomicLong();
        Rate rate = new Rate(count::get, now::get, Duration.ofSeconds(5));
        for (int second = 0; second < 10; second++) {
            now.addAndGet(SECOND);
            count.addAndGet(1000);
            assertThat(rate.perSecond()).isEqualTo(1000);
        }
        for (int second = 0; second < 10; second++) {
            now.addAndGet(SECOND);
            rate.perSecond();
        }
        assertThat(rate.perSecond()).isZero();
    }

    @Test
    void countersAreListedInCamelCase() {
        Counters<Sample> counters = new Counters<>(Sample.class);
        counters.increment(Sample.FRAMES_READ);
        counters.add(Sample.FRAMES_READ, 2);
        assertThat(counters.values()).containsEntry("framesRead", 3L);
    }
}

package trifecta.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import trifecta.service.status.Status;

class RateMeterTest {
    private final RateMeter meter = new RateMeter("messages", "messagesPerSecond");

    @Test
    void theRateIsTheCountersGrowthOverTheProcesssOwnClock() {
        meter.accept(status("2026-08-10T22:50:00Z", 1000));
        assertThat(meter.accept(status("2026-08-10T22:50:00.500Z", 1600))).isEqualTo(OptionalDouble.of(1200));
    }

    @Test
    void aCounterThatBeganAnewGivesTheReportedRate() {
        meter.accept(status("2026-08-10T22:50:00Z", 1000));
        assertThat(meter.accept(status("2026-08-10T22:50:01Z", 30))).isEqualTo(OptionalDouble.of(7));
    }

    @Test
    void theFirstStatusAndTheOneAfterSilenceGiveTheReportedRate() {
        assertThat(meter.accept(status("2026-08-10T22:50:00Z", 1000))).isEqualTo(OptionalDouble.of(7));
        meter.forget();
        assertThat(meter.accept(status("2026-08-10T22:50:09Z", 9000))).isEqualTo(OptionalDouble.of(7));
    }

    @Test
    void aStatusWithoutFiguresGivesNone() {
        assertThat(meter.accept(new Status(Map.of("messages", "many")))).isEmpty();
    }

    private static Status status(String now, long messages) {
        return new Status(Map.of("now", now, "messages", messages, "messagesPerSecond", 7.0));
    }
}

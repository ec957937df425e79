package trifecta.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DailyBackupsTest {
    private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");

    @Test
    void theFirstIsDueAtOnceAndTheNextADayBehindTheLast() {
        assertThat(DailyBackups.due(Optional.empty(), NOW)).isEqualTo(NOW);
        assertThat(DailyBackups.due(Optional.of(NOW.minus(Duration.ofHours(10))), NOW))
                .isEqualTo(NOW.plus(Duration.ofHours(14)));
    }

    @Test
    void aClockThatWentBackDelaysTheNextByADayAtMost() {
        assertThat(DailyBackups.due(Optional.of(NOW.plus(Duration.ofDays(300))), NOW))
                .isEqualTo(NOW.plus(DailyBackups.EVERY));
    }
}

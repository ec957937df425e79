package trifecta.service.status;

import static org.assertj.core.api.Assertions.assertThat;
import static trifecta.service.status.Health.Line.ABSENT;
import static trifecta.service.status.Health.Line.LIVE;
import static trifecta.service.status.Health.Line.RECEIVING;
import static trifecta.service.status.Health.Line.STARTING;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import trifecta.service.status.Health.Line;
import trifecta.service.status.Health.Merge;

class HealthTest {
    private static Health health(Merge merge, long openGaps, Line... lines) {
        return Health.of(List.of(lines), merge, openGaps, true);
    }

    @Test
    void allLiveAndMergedIsHealthy() {
        assertThat(health(Merge.WHOLE, 0, LIVE, LIVE, LIVE)).isEqualTo(Health.HEALTHY);
        assertThat(Health.of(List.of(LIVE), Merge.WHOLE, 0, false)).isEqualTo(Health.DEGRADED);
    }

    @Test
    void aMarketThatNoLineCoversIsALossWhateverTheLinesSay() {
        assertThat(health(Merge.WHOLE, 1, LIVE, LIVE, LIVE)).isEqualTo(Health.LOSING);
        assertThat(health(Merge.BEHIND, 1, LIVE, ABSENT, LIVE)).isEqualTo(Health.LOSING);
    }

    @Test
    void gapsThatWereCountedBeforeTheMergeStoppedSayNothingOfNow() {
        assertThat(health(Merge.STOPPED, 1, LIVE, LIVE, LIVE)).isEqualTo(Health.DEGRADED);
    }

    @Test
    void linesThatKeepEverythingInTheirJournalsLoseNothing() {
        assertThat(health(Merge.BEHIND, 0, RECEIVING, RECEIVING, RECEIVING)).isEqualTo(Health.DEGRADED);
    }

    @Test
    void aStackInItsFirstStartIsStarting() {
        assertThat(health(Merge.STOPPED, 0, STARTING, STARTING, STARTING)).isEqualTo(Health.STARTING);
        assertThat(health(Merge.STARTING, 0, LIVE, LIVE, LIVE)).isEqualTo(Health.STARTING);
        assertThat(Health.STARTING.exitCode()).isEqualTo(1);
    }

    @Test
    void whenNobodyReceivesAndNotAllAreStartingDataIsLost() {
        assertThat(health(Merge.WHOLE, 0, ABSENT, STARTING, STARTING)).isEqualTo(Health.LOSING);
        assertThat(health(Merge.WHOLE, 0, ABSENT, ABSENT, ABSENT)).isEqualTo(Health.LOSING);
        assertThat(health(Merge.WHOLE, 0, ABSENT, ABSENT, LIVE)).isEqualTo(Health.DEGRADED);
    }

    @Test
    void aLineReceivesWhenItHasAConnection() {
        assertThat(Line.of(new Status(Map.of("state", "degraded", "connections", 0L))))
                .isEqualTo(ABSENT);
        assertThat(Line.of(new Status(Map.of("state", "degraded", "connections", 2L))))
                .isEqualTo(RECEIVING);
        assertThat(Line.of(new Status(Map.of("state", "live")))).isEqualTo(LIVE);
        assertThat(Line.of(new Status(Map.of("state", "starting")))).isEqualTo(STARTING);
        assertThat(Line.of(Status.EMPTY)).isEqualTo(ABSENT);
    }

    @Test
    void aMergeWithoutProductionIsStopped() {
        assertThat(Merge.of(new Status(Map.of("state", "live", "production", "down"))))
                .isEqualTo(Merge.STOPPED);
        assertThat(Merge.of(new Status(Map.of("state", "degraded", "production", "up"))))
                .isEqualTo(Merge.BEHIND);
        assertThat(Merge.of(Status.EMPTY)).isEqualTo(Merge.STOPPED);
    }
}

package trifecta.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import trifecta.console.Alert.Severity;
import trifecta.service.status.Health;

class AlertsAndVerdictTest {
    private final Stage stage = new Stage();

    @Test
    void aWholeStackIsHealthyAndQuiet() {
        stage.says("production", "latencyMillis", Map.of("p50", 84L)).seconds(3);
        assertThat(stage.alerts()).isEmpty();
        assertThat(stage.overview.verdict())
                .isEqualTo(new Verdict(
                        Health.HEALTHY, "Nothing missing.", "Three lines are live, merged 84 ms behind the wire."));
    }

    @Test
    void aDeadLineIsAWarningAndNothingIsMissing() {
        stage.seconds(3).kill("line-2").seconds(4);
        assertThat(stage.alerts()).containsExactly("Line 2 is down");
        assertThat(stage.overview.alerts().getFirst().severity()).isEqualTo(Severity.WARNING);
        assertThat(stage.overview.verdict())
                .isEqualTo(new Verdict(
                        Health.DEGRADED, "Nothing missing.", "Line 2 is down; line 1 and line 3 carry everything."));
    }

    @Test
    void threeDeadLinesLoseDataAndSaySinceWhen() {
        stage.seconds(3).kill("line-1").kill("line-2").seconds(2).kill("line-3").seconds(4);
        assertThat(stage.overview.alerts()).hasSize(3).allMatch(alert -> alert.severity() == Severity.CRITICAL);
        assertThat(stage.overview.verdict())
                .isEqualTo(new Verdict(Health.LOSING, "Data is being lost.", "No line is live since 22:50:05 UTC."));
    }

    @Test
    void withoutADeduplicatorNothingIsLost() {
        stage.seconds(3).kill("production").kill(Stage.STANDBY).seconds(3);
        assertThat(stage.alerts()).containsExactly("The deduplicator is down");
        assertThat(stage.overview.verdict())
                .isEqualTo(new Verdict(
                        Health.DEGRADED,
                        "Captured, not merged.",
                        "Three lines are live and keep everything until the deduplicator is back."));
    }

    @Test
    void withoutAStandbyOneMoreFailureStopsTheMerge() {
        stage.seconds(3).kill(Stage.STANDBY).seconds(3);
        assertThat(stage.alerts()).containsExactly("No deduplicator stands by");
        assertThat(stage.overview.verdict().health()).isEqualTo(Health.DEGRADED);
        stage.revive(Stage.STANDBY).seconds(2);
        assertThat(stage.alerts()).isEmpty();
    }

    @Test
    void whileTheStandbyTakesOverNothingIsLostAndThatIsSaid() {
        stage.seconds(3).kill("production").seconds(2);
        assertThat(stage.lane("production").finding().reason()).isEqualTo("the standby is taking over");
        assertThat(stage.alerts()).containsExactly("No deduplicator stands by");
    }

    @Test
    void withoutProductionNothingIsLost() {
        stage.seconds(3).says("production", "production", "down").seconds(3);
        assertThat(stage.alerts()).containsExactly("Production is down");
        assertThat(stage.overview.verdict().detail()).endsWith("until production is back.");
    }

    @Test
    void anOpenGapIsMissingData() {
        stage.seconds(3).says("production", "openGaps", 1L).seconds(3);
        assertThat(stage.alerts()).containsExactly("1 open gap");
        assertThat(stage.overview.verdict())
                .isEqualTo(
                        new Verdict(Health.LOSING, "Data is missing.", "One market is covered by no line right now."));
    }

    @Test
    void linesWithoutTheirDatabasesLoseNothing() {
        stage.seconds(3);
        for (String line : List.of("line-1", "line-2", "line-3")) {
            stage.says(line, "state", "degraded").says(line, "database", "down").says(line, "connections", 5L);
        }
        stage.says("production", "state", "degraded").seconds(3);
        assertThat(stage.overview.verdict().health()).isEqualTo(Health.DEGRADED);
        assertThat(stage.overview.verdict().headline()).isEqualTo("Nothing missing.");
    }

    @Test
    void linesWithoutAnyConnectionLoseData() {
        stage.seconds(3);
        for (String line : List.of("line-1", "line-2", "line-3")) {
            stage.says(line, "state", "degraded").says(line, "connections", 0L);
        }
        stage.seconds(3);
        assertThat(stage.overview.verdict().health()).isEqualTo(Health.LOSING);
        assertThat(stage.overview.alerts().getFirst().detail()).isEqualTo("it has no connection to the exchange");
    }

    @Test
    void aLineThatWaitsToBeMergedDegrades() {
        stage.seconds(3).says("production", "state", "degraded").seconds(3);
        assertThat(stage.overview.verdict().health()).isEqualTo(Health.DEGRADED);
    }

    @Test
    void thatNothingIsMissingIsNotSaidWhenNobodyCountsGaps() {
        stage.says("production", "openGaps", "?").seconds(3);
        assertThat(stage.overview.verdict().headline()).isEqualTo("Capturing.");
    }

    @Test
    void countersThatShouldBeZeroAreAlerts() {
        stage.says("production", "disputed", 2L).says("production", "quarantined", 1L);
        stage.says("line-3", "undecodable", 1204L).says("line-3", "unknown", 1L).seconds(3);
        assertThat(stage.alerts())
                .containsExactly(
                        "Line 3: 1,204 undecodable frames",
                        "Line 3: 1 message of an unknown type",
                        "2 disputed stretches",
                        "1 quarantined row");
    }

    @Test
    void whatTheDeduplicatorSaysOfALineIsAnAlert() {
        stage.says(
                "production",
                "lines",
                List.of(
                        Map.of("line", 1L, "state", "lagging", "lagMillis", 4200L),
                        Map.of("line", 2L, "state", "unreachable", "trouble", "connection refused"),
                        Map.of("line", 3L, "state", "live", "lagMillis", 12_000L)));
        stage.seconds(3);
        assertThat(stage.alerts()).containsExactly("Line 1 is lagging", "Line 2 cannot be read", "Line 3 is lagging");
    }

    @Test
    void aFullDiskIsAnAlert() {
        stage.overview.storage(new Storage(Optional.of(stage.clock.instant()), List.of(), 19, 100));
        stage.seconds(1);
        assertThat(stage.alerts()).containsExactly("The disk fills up");
    }

    @Test
    void anAlertSaysSinceWhenAndForgetsWhenItIsOver() {
        stage.seconds(3).kill("line-2").seconds(1);
        Alert alert = stage.overview.alerts().getFirst();
        stage.seconds(5);
        assertThat(Duration.between(stage.overview.since(alert), stage.clock.instant()))
                .isEqualTo(Duration.ofSeconds(5));
        stage.revive("line-2").seconds(2).kill("line-2").seconds(1);
        assertThat(stage.overview.since(alert)).isEqualTo(stage.clock.instant());
    }

    @Test
    void beforeAnythingAnswersItIsStartingForAMinuteThenLosing() {
        List.of("line-1", "line-2", "line-3", "production", Stage.STANDBY).forEach(stage::kill);
        stage.seconds(3);
        assertThat(stage.alerts()).isEmpty();
        assertThat(stage.overview.verdict().health()).isEqualTo(Health.STARTING);
        stage.seconds(60);
        assertThat(stage.alerts()).contains("Line 1 is down", "The deduplicator is down");
        assertThat(stage.overview.verdict().health()).isEqualTo(Health.LOSING);
    }

    @Test
    void aLineThatFallsSilentInItsFirstStartIsStillStarting() {
        for (String line : List.of("line-1", "line-2", "line-3")) {
            stage.says(line, "state", "starting");
        }
        stage.seconds(3).kill("line-2").seconds(3);
        assertThat(stage.overview.verdict().health()).isEqualTo(Health.STARTING);
    }

    @Test
    void aDeduplicatorThatMergesNothingWhileLinesReceiveIsCritical() {
        stage.seconds(3).mute("production").seconds(Lane.SILENT_SECONDS);
        assertThat(stage.alerts()).containsExactly("Nothing is merged");
        assertThat(stage.overview.verdict().headline()).isEqualTo("Captured, not merged.");
    }

    @Test
    void whileTheDeduplicatorStartsNothingIsClaimed() {
        stage.says("production", "state", "starting").seconds(3);
        assertThat(stage.alerts()).isEmpty();
        assertThat(stage.overview.verdict())
                .isEqualTo(new Verdict(
                        Health.STARTING, "Starting.", "Three lines are live. Waiting for the first merged rows."));
    }
}

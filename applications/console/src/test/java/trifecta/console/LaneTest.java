package trifecta.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LaneTest {
    private final Stage stage = new Stage();

    @Test
    void aKilledLineHasAHoleAndComesBackAsHealed() {
        stage.seconds(10).kill("line-2").seconds(5).revive("line-2").says("line-2", "boot", 2L);
        stage.says("line-2", "state", "starting")
                .seconds(3)
                .says("line-2", "state", "live")
                .seconds(4);
        assertThat(happened("line-2")).containsExactly("down for 9 s: connection refused");
        assertThat(happened("line-1")).isEmpty();
        assertThat(happened("production")).isEmpty();
        assertThat(rates("line-2").subList(8, 16)).containsExactly("1000", "1000", "-", "-", "-", "-", "-", "-");
    }

    @Test
    void aLineRestartedBetweenTwoQuestionsIsStillSeen() {
        stage.seconds(5).says("line-1", "boot", 2L).seconds(5);
        assertThat(happened("line-1")).containsExactly("restarted for 2 s: the gatherer was restarted, boot 2");
    }

    @Test
    void aBreakIsSeenWithItsReason() {
        stage.seconds(5).says("line-3", "breaks", 1L);
        stage.says("line-3", "lastBreak", java.util.Map.of("reason", "connection closed", "markets", 120L));
        stage.says("line-3", "state", "degraded")
                .seconds(2)
                .says("line-3", "state", "live")
                .seconds(3);
        assertThat(happened("line-3")).containsExactly("broken for 3 s: connection closed, 120 markets");
    }

    @Test
    void aLineThatGetsNothingWhileOthersDoIsSilent() {
        stage.seconds(5).mute("line-1").seconds(Lane.SILENT_SECONDS);
        assertThat(stage.lane("line-1").finding().condition()).isEqualTo(Condition.SILENT);
        assertThat(stage.lane("line-2").live()).isTrue();
    }

    @Test
    void whenNothingHappensAnywhereNobodyIsSilent() {
        stage.seconds(5);
        List.of("line-1", "line-2", "line-3", "production").forEach(stage::mute);
        stage.seconds(20);
        assertThat(stage.overview.lanes()).allMatch(Lane::live);
    }

    @Test
    void aStartIsNothingThatHealed() {
        stage.kill("line-1").seconds(4).revive("line-1").seconds(3);
        assertThat(stage.lane("line-1").incidents()).singleElement().matches(Incident::first);
    }

    @Test
    void aDeduplicatorWithoutALineStaysWhole() {
        stage.seconds(5).kill("line-2").says("production", "state", "degraded").seconds(5);
        assertThat(stage.lane("production").live()).isTrue();
    }

    @Test
    void aGapThatOpensIsSeenInTheMergedLane() {
        stage.seconds(5).says("production", "openGaps", 2L).seconds(3);
        assertThat(happened("production")).containsExactly("gap for 2 s: no line delivered it; open gaps: 2");
    }

    @Test
    void historyIsFiveMinutesAndNoMore() {
        stage.seconds(400);
        assertThat(stage.lane("line-1").samples()).hasSize(300);
        assertThat(stage.lane("line-1").samples().getLast().at()).isEqualTo(stage.clock.instant());
    }

    private List<String> happened(String id) {
        return stage.lane(id).incidents().stream()
                .filter(incident -> !incident.first())
                .map(incident -> incident.worst().word() + " for "
                        + incident.from().until(incident.to().orElseThrow()).toSeconds() + " s: "
                        + incident.reason())
                .toList();
    }

    private List<String> rates(String id) {
        return stage.lane(id).samples().stream()
                .map(sample -> sample.perSecond().isPresent()
                        ? String.valueOf(Math.round(sample.perSecond().getAsDouble()))
                        : "-")
                .toList();
    }
}

package trifecta.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import trifecta.cli.check.Listening.Interval;

class ListeningTest {
    private static final int MARKET = 7;

    private final Listening listening = new Listening();

    @Test
    void whoHasASnapshotListensToTheEnd() {
        listening.shown(1, 1, MARKET, 100);
        listening.finish(900);
        assertThat(heard()).containsExactly(new Interval(100, 900));
    }

    @Test
    void aHoleEndsItAndTheNextSnapshotGoesOnFromTheHole() {
        listening.shown(1, 1, MARKET, 100);
        listening.hole(1, 1, 300);
        listening.shown(1, 1, MARKET, 500);
        listening.finish(900);
        assertThat(heard()).containsExactly(new Interval(100, 300), new Interval(301, 900));
    }

    @Test
    void whoLostAMessageWithoutANumberIsNoWitnessUntilTwoSnapshotsShowedIt() {
        listening.shown(1, 1, MARKET, 100);
        listening.shown(1, 1, MARKET, 200);
        listening.shown(1, 1, MARKET, 500);
        listening.shown(1, 1, MARKET, 600);
        listening.finish(900);
        listening.lostUnseen(1, MARKET, 400);
        assertThat(heard()).containsExactly(new Interval(100, 200), new Interval(600, 900));
    }

    @Test
    void withoutALaterSnapshotItIsNoWitnessToTheEnd() {
        listening.shown(1, 1, MARKET, 100);
        listening.finish(900);
        listening.lostUnseen(1, MARKET, 400);
        assertThat(heard()).isEmpty();
    }

    @Test
    void anotherConnectionIsAWitnessStill() {
        listening.shown(1, 1, MARKET, 100);
        listening.shown(2, 1, MARKET, 150);
        listening.closed(2, 450);
        listening.finish(900);
        listening.lostUnseen(1, MARKET, 400);
        assertThat(heard()).containsExactly(new Interval(150, 450));
    }

    private List<Interval> heard() {
        return listening.of(MARKET, 0, 1_000, 0);
    }
}

package trifecta.store.views;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import trifecta.store.history.LedgerWord.State;

class CoverageRowTest {
    private static CoverageRow row(State state, long from, long until) {
        return new CoverageRow("orderbook", state, from, until, 3, 3, "");
    }

    @Test
    void completeIsOnlyWhatIsProvenUpToTheLastMoments() {
        assertThat(CoverageRow.isComplete(List.of(row(State.VERIFIED, 0, 5), row(State.RECEIVED, 5, 9))))
                .isTrue();
        assertThat(CoverageRow.isComplete(
                        List.of(row(State.VERIFIED, 0, 5), row(State.PROVISIONAL, 5, CoverageRow.NOW))))
                .isTrue();
        assertThat(CoverageRow.isComplete(List.of())).as("nothing is known").isFalse();
        assertThat(CoverageRow.isComplete(List.of(row(State.PROVISIONAL, 5, CoverageRow.NOW))))
                .as("nothing is proven")
                .isFalse();
        assertThat(CoverageRow.isComplete(List.of(row(State.PROVISIONAL, 0, 5), row(State.RECEIVED, 5, 9))))
                .isFalse();
        assertThat(CoverageRow.isComplete(List.of(row(State.RECEIVED, 0, 5), row(State.GAP, 5, 9))))
                .isFalse();
        assertThat(CoverageRow.isComplete(List.of(row(State.RECEIVED, 0, 5), row(State.DISPUTED, 5, 9))))
                .isFalse();
    }
}

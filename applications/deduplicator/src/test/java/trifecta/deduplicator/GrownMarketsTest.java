package trifecta.deduplicator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import trifecta.market.BookChange;
import trifecta.market.Side;
import trifecta.store.history.Checkpoints.Stretch;
import trifecta.store.production.ProductionBatch;
import trifecta.store.production.ProductionBatch.BookRow;

class GrownMarketsTest {
    private final GrownMarkets grown = new GrownMarkets(4);

    @Test
    void aMarketIsDueOnceItHasGrownEnoughAndIsThenCountedAnew() {
        commit("A", 10, 20, 30);
        commit("B", 5);
        assertThat(grown.take()).isNull();
        commit("B", 6);
        commit("A", 15, 40);
        assertThat(grown.take()).isEqualTo(new Stretch("A", 10, 40));
        assertThat(grown.take()).isNull();
        commit("A", 50, 60, 70);
        assertThat(grown.take()).isNull();
        commit("A", 80);
        assertThat(grown.take()).isEqualTo(new Stretch("A", 50, 80));
    }

    @Test
    void whoIsDueFirstIsTakenFirst() {
        commit("B", 1, 2, 3, 4);
        commit("A", 1, 2, 3, 4, 5, 6, 7, 8);
        commit("B", 5);
        assertThat(grown.take()).isEqualTo(new Stretch("B", 1, 5));
        assertThat(grown.take()).isEqualTo(new Stretch("A", 1, 8));
    }

    @Test
    void whatWasGivenBackIsDueAgainWithWhatCameMeanwhile() {
        commit("A", 1, 2, 3, 4);
        Stretch taken = requireNonNull(grown.take());
        commit("A", 9);
        grown.giveBack(taken);
        assertThat(grown.take()).isEqualTo(new Stretch("A", 1, 9));
        assertThat(grown.take()).isNull();
    }

    private void commit(String market, long... seqs) {
        ProductionBatch batch = ProductionBatch.empty();
        for (long seq : seqs) {
            batch.bookRows().add(new BookRow(market, seq, false, new BookChange(1, Side.YES, 1, 1, 1, 1), 1, 1, 1));
        }
        grown.committed(batch);
    }
}

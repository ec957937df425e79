package trifecta.deduplicator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import trifecta.store.history.Checkpoints.Stretch;
import trifecta.store.production.ProductionBatch;
import trifecta.store.production.ProductionBatch.BookRow;

/**
 * Counts what commits add to markets' paths and tells which are due for a checkpoint: idle markets are never looked at. Safe for
 * the merge and the maker of checkpoints at once.
 */
final class GrownMarkets {
    private final int rowsDue;
    private final Map<String, Growth> growing = new HashMap<>();
    private final Deque<String> due = new ArrayDeque<>();

    /**
     * @param rowsDue a market is due when it has grown by so many rows
     */
    GrownMarkets(int rowsDue) {
        this.rowsDue = rowsDue;
    }

    /** Where rows were added to a market since it was last due. */
    private static final class Growth {
        private int rows;
        private long fromSeq = Long.MAX_VALUE;
        private long toSeq = Long.MIN_VALUE;
        private boolean isDue;
    }

    /** Rows were committed; those of a market follow each other. */
    synchronized void committed(ProductionBatch batch) {
        String market = "";
        Growth growth = new Growth();
        for (BookRow row : batch.bookRows()) {
            if (!row.market().equals(market)) {
                market = row.market();
                growth = growing.computeIfAbsent(market, name -> new Growth());
            }
            growth.rows++;
            growth.fromSeq = Math.min(growth.fromSeq, row.seq());
            growth.toSeq = Math.max(growth.toSeq, row.seq());
            noteDue(market, growth);
        }
    }

    /** A market that is due, and where it has grown; from now on it is counted anew. Null when none is. */
    synchronized @Nullable Stretch take() {
        String market = due.poll();
        Growth growth = market == null ? null : growing.remove(market);
        return market == null || growth == null ? null : new Stretch(market, growth.fromSeq, growth.toSeq);
    }

    /** Nothing came of it: it is due again, behind the others. */
    synchronized void giveBack(Stretch stretch) {
        Growth growth = growing.computeIfAbsent(stretch.market(), name -> new Growth());
        growth.rows = Math.max(growth.rows, rowsDue);
        growth.fromSeq = Math.min(growth.fromSeq, stretch.fromSeq());
        growth.toSeq = Math.max(growth.toSeq, stretch.toSeq());
        noteDue(stretch.market(), growth);
    }

    private void noteDue(String market, Growth growth) {
        if (growth.rows >= rowsDue && !growth.isDue) {
            growth.isDue = true;
            due.add(market);
        }
    }
}

package trifecta.deduplicator;

import java.time.InstantSource;
import trifecta.market.arbitration.Statistics;
import trifecta.store.LineCursor;
import trifecta.store.StoreException;
import trifecta.store.local.LineBatch;
import trifecta.store.production.ProductionBatch;
import trifecta.store.production.StoredMerge;

/** The merge of a session without its threads: made from what production has, fed with what lines have, asked for what to commit. */
public final class SteppedMerge {
    private final Merge merge;

    /** Waits until what is being written is in production. */
    public interface Writing {
        void await() throws StoreException;
    }

    /** @param rowsInMemory bound on the rows that are kept for lines that are silent */
    public SteppedMerge(StoredMerge production, Writing writing, int lines, int rowsInMemory, InstantSource clock)
            throws StoreException {
        Restored restored = Restored.from(production, lines);
        MarketRows markets = new MarketRows(
                lines, production, writing::await, restored.arbiters(), restored.clocks(), new Statistics());
        merge = new Merge(restored, markets, new MergeCounts(), new LackingMarkets(), rowsInMemory, clock);
    }

    /**
     * Where a line is read on.
     *
     * @param line from 0
     */
    public LineCursor cursor(int line) {
        return merge.cursor(line);
    }

    /**
     * Takes what was read of a line.
     *
     * @param line from 0
     */
    public void take(int line, LineBatch batch, long nowMicros) {
        merge.accept(line, batch, nowMicros);
    }

    /** What has to be committed; the next batch begins empty. */
    public ProductionBatch finish(long nowMicros) throws StoreException {
        try {
            return merge.finish(nowMicros);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts it", e);
        }
    }
}

package trifecta.deduplicator;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import trifecta.store.production.ProductionBatch.BackfillStep;
import trifecta.store.production.ProductionBatch.TradeRow;

/** Hands fetched trades to the merge, one page at a time; survives its sessions. Safe for both. */
final class BackfillInbox {
    private final BlockingQueue<Page> pages = new ArrayBlockingQueue<>(1);
    private volatile Runnable wake = () -> {};

    /** A page of trades with what they bring the range to. */
    record Page(List<TradeRow> trades, BackfillStep step, CompletableFuture<Boolean> isStored) {}

    /**
     * Waits until the trades are in production.
     *
     * @return false when the session that took them ended before: they have to be given again
     */
    boolean deliver(List<TradeRow> trades, BackfillStep step) throws InterruptedException {
        Page page = new Page(trades, step, new CompletableFuture<>());
        pages.put(page);
        wake.run();
        try {
            return page.isStored().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("is completed with values only", e);
        }
    }

    /** Who is told that a page is waiting. */
    void onArrival(Runnable hook) {
        wake = hook;
    }

    @Nullable Page poll() {
        return pages.poll();
    }
}

package trifecta.deduplicator;

import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import trifecta.service.Clocks;
import trifecta.store.StoreException;
import trifecta.store.production.CommitResult;
import trifecta.store.production.ProductionBatch;
import trifecta.store.production.ProductionWriter;

/**
 * Commits batches one after the other on a thread of its own, so that the next one is merged while production writes. At most one is
 * under way; what becomes of it is learned with {@link #settle}. Used by one thread.
 */
final class Commits implements AutoCloseable {
    private final ProductionWriter writer;
    private final InstantSource clock;
    private final Runnable ended;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().name("commit").factory());
    private @Nullable CompletableFuture<Outcome> underWay;

    /**
     * What became of a batch.
     *
     * @param beginMicros when it was given to production
     * @param endMicros when production had answered
     */
    record Outcome(ProductionBatch batch, CommitResult result, long beginMicros, long endMicros) {}

    /** @param ended is run whenever a commit has ended and {@link #settle} can tell of it, on its thread */
    Commits(ProductionWriter writer, InstantSource clock, Runnable ended) {
        this.writer = writer;
        this.clock = clock;
        this.ended = ended;
    }

    /** Begins a commit; the one before has to be settled. */
    void begin(ProductionBatch batch) {
        if (underWay != null) {
            throw new IllegalStateException("the commit before is not settled");
        }
        CompletableFuture<Outcome> begun = new CompletableFuture<>();
        underWay = begun;
        thread.execute(() -> {
            try {
                long begin = Clocks.micros(clock.instant());
                CommitResult result = writer.commit(batch);
                begun.complete(new Outcome(batch, result, begin, Clocks.micros(clock.instant())));
            } catch (StoreException | RuntimeException | Error e) {
                begun.completeExceptionally(e);
            } finally {
                ended.run();
            }
        });
    }

    /** Whether a commit was begun and {@link #settle} has not told of it yet. */
    boolean isUnderWay() {
        return underWay != null;
    }

    /** Waits until nothing is being written; what became of it is told by {@link #settle}. */
    void await() throws StoreException, InterruptedException {
        CompletableFuture<Outcome> present = underWay;
        if (present != null) {
            outcome(present);
        }
    }

    /**
     * What became of the commit under way, once it has ended.
     *
     * @param wait for its end
     * @return null when none is under way, or it has not ended yet
     */
    @Nullable Outcome settle(boolean wait) throws StoreException, InterruptedException {
        CompletableFuture<Outcome> present = underWay;
        if (present == null || (!wait && !present.isDone())) {
            return null;
        }
        underWay = null;
        return outcome(present);
    }

    private static Outcome outcome(Future<Outcome> future) throws StoreException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StoreException failure) {
                throw failure;
            }
            throw new IllegalStateException("a commit failed", e.getCause());
        }
    }

    /** Lets the commit under way end first. */
    @Override
    public void close() {
        thread.close();
        writer.close();
    }
}

package trifecta.deduplicator;

import java.time.Duration;
import trifecta.service.Lifecycle;
import trifecta.service.ServiceContext;
import trifecta.store.production.ProductionBatch;

/** What is done beside the merge while this process leads: checkpoints, metadata, backfill of trades, each on a thread of its own. */
final class SideWork implements AutoCloseable {
    /** Each part takes as long as {@link Threads#end} at most. */
    private static final Duration CLOSE_MAX = Duration.ofSeconds(30);

    private final LackingMarkets lacking = new LackingMarkets();
    private final BackfillInbox inbox = new BackfillInbox();
    private final Lifecycle parts;
    private final CheckpointKeeper checkpoints;

    private SideWork(DeduplicatorConfig config, ServiceContext context) {
        parts = new Lifecycle(context.ticks());
        checkpoints = parts.own("checkpoints", CheckpointKeeper.start(config.production(), context.ticks()));
        config.rest().ifPresent(rest -> {
            parts.own(
                    "metadata",
                    MetadataSync.start(
                            rest,
                            config.production(),
                            lacking,
                            config.metadataInterval(),
                            context.clock(),
                            context::fail));
            parts.own("backfill", Backfill.start(rest, config.production(), inbox, context.clock(), context::fail));
        });
    }

    /** Production has to have its schema. */
    static SideWork start(DeduplicatorConfig config, ServiceContext context) {
        return new SideWork(config, context);
    }

    LackingMarkets lacking() {
        return lacking;
    }

    BackfillInbox inbox() {
        return inbox;
    }

    /** A batch is in production for sure. */
    void committed(ProductionBatch batch) {
        checkpoints.committed(batch);
    }

    @Override
    public void close() {
        try {
            parts.close(CLOSE_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

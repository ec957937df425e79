package trifecta.deduplicator;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trifecta.service.Application;
import trifecta.service.Backoff;
import trifecta.service.Config;
import trifecta.service.OperatingException;
import trifecta.service.ServiceContext;
import trifecta.store.StoreException;

/**
 * Merges the lines into production, session by session, until it is told to stop. Ends when production was never reached since the
 * start, for then the configuration may be wrong; once it was, it is waited for.
 */
public final class DeduplicatorApplication implements Application<DeduplicatorConfig> {
    private static final Logger LOG = LoggerFactory.getLogger(DeduplicatorApplication.class);
    private static final Backoff RETRIES = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));

    @Override
    public String name() {
        return "deduplicator";
    }

    @Override
    public String summary() {
        return "merges the gatherers' lines into production";
    }

    @Override
    public DeduplicatorConfig configure(Config config) {
        return DeduplicatorConfig.read(config);
    }

    @Override
    public int run(DeduplicatorConfig config, ServiceContext context) throws Exception {
        Progress progress = new Progress(config.lines().size(), context.clock(), context.ticks());
        LackingMarkets lacking = new LackingMarkets();
        BackfillInbox inbox = new BackfillInbox();
        CountDownLatch productionIsSetUp = new CountDownLatch(1);
        context.serveStatus(config.statusPort(), progress::status);
        CheckpointKeeper checkpoints = context.own(
                "checkpoints", CheckpointKeeper.start(config.production(), productionIsSetUp, context.ticks()));
        Thread merging = Thread.ofPlatform().name("merge").unstarted(() -> {
            try {
                merge(
                        config,
                        context,
                        new Lasting(progress, lacking, inbox, checkpoints::committed),
                        productionIsSetUp);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                context.fail(e);
            }
        });
        context.own("merge", () -> Threads.end(merging));
        merging.start();
        if (config.rest().isPresent()) {
            context.own(
                    "metadata",
                    MetadataSync.start(
                            config.rest().get(),
                            config.production(),
                            lacking,
                            config.metadataInterval(),
                            context.clock(),
                            productionIsSetUp,
                            context::fail));
            context.own(
                    "backfill",
                    Backfill.start(
                            config.rest().get(),
                            config.production(),
                            inbox,
                            context.clock(),
                            productionIsSetUp,
                            context::fail));
        }
        context.awaitStop();
        return 0;
    }

    private static void merge(
            DeduplicatorConfig config, ServiceContext context, Lasting lasting, CountDownLatch productionIsSetUp)
            throws InterruptedException {
        boolean isReached = false;
        int failures = 0;
        RandomGenerator random = RandomGenerator.getDefault();
        while (!context.stopping()) {
            try (Session session = Session.open(config, context.clock(), context.ticks(), lasting, context::fail)) {
                isReached = true;
                productionIsSetUp.countDown();
                LOG.info("merging {} lines into {}", config.lines().size(), config.production());
                boolean current = true;
                while (current && !context.stopping()) {
                    current = session.step();
                    failures = 0;
                }
            } catch (StoreException e) {
                if (!isReached) {
                    throw new OperatingException(e.operation(), e.facts(), e.hint(), e);
                }
                Duration wait = RETRIES.after(++failures, random);
                LOG.warn("production: {}; trying again in {} ms", e.getMessage(), wait.toMillis());
                lasting.progress().productionLost(String.valueOf(e.getMessage()));
                context.awaitStop(wait);
            }
        }
    }
}

package trifecta.deduplicator;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trifecta.service.Application;
import trifecta.service.Config;
import trifecta.service.ServiceContext;
import trifecta.store.StoreException;

/** Merges the lines into production, session by session, until it is told to stop. */
public final class DeduplicatorApplication implements Application<DeduplicatorConfig> {
    private static final Logger LOG = LoggerFactory.getLogger(DeduplicatorApplication.class);
    private static final Duration RETRY_LEAST = Duration.ofMillis(200);
    private static final Duration RETRY_MOST = Duration.ofSeconds(5);

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
        CountDownLatch productionIsSetUp = new CountDownLatch(1);
        context.serveStatus(config.statusPort(), progress::status);
        Thread merging = Thread.ofPlatform().name("merge").unstarted(() -> {
            try {
                merge(config, context, progress, productionIsSetUp);
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
                            config.metadataInterval(),
                            context.clock(),
                            productionIsSetUp,
                            context::fail));
        }
        context.awaitStop();
        return 0;
    }

    private static void merge(
            DeduplicatorConfig config, ServiceContext context, Progress progress, CountDownLatch productionIsSetUp)
            throws InterruptedException {
        Duration retry = RETRY_LEAST;
        RandomGenerator jitter = RandomGenerator.getDefault();
        while (!context.stopping()) {
            try (Session session = Session.open(config, context.clock(), context.ticks(), progress, context::fail)) {
                productionIsSetUp.countDown();
                LOG.info("merging {} lines into {}", config.lines().size(), config.production());
                boolean current = true;
                while (current && !context.stopping()) {
                    current = session.step();
                    retry = RETRY_LEAST;
                }
            } catch (StoreException e) {
                LOG.warn("production: {}; trying again in {} ms", e.getMessage(), retry.toMillis());
                progress.productionLost(String.valueOf(e.getMessage()));
                context.awaitStop(retry.plusMillis(jitter.nextLong(retry.toMillis())));
                retry = retry.multipliedBy(2).compareTo(RETRY_MOST) > 0 ? RETRY_MOST : retry.multipliedBy(2);
            }
        }
    }
}

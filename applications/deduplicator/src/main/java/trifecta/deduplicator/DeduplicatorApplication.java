package trifecta.deduplicator;

import java.time.Duration;
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
 * Merges the lines into production while it has the lease, session by session; stands by while another deduplicator has it. Ends when
 * production was never reached since the start, for then the configuration may be wrong; once it was, it is waited for.
 */
public final class DeduplicatorApplication implements Application<DeduplicatorConfig> {
    private static final Logger LOG = LoggerFactory.getLogger(DeduplicatorApplication.class);
    private static final Backoff RETRIES = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));

    /** The longest time without a look at whether to stop. */
    private static final Duration WAKE = Duration.ofMillis(500);

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
        Leadership leadership = context.own("lease", lease(config, context));
        Progress progress = new Progress(config.lines().size(), context.clock(), context.ticks());
        RoleStatus status = new RoleStatus(config.name(), leadership, progress, context.clock());
        context.serveStatus(config.statusPort(), status::describe);
        Thread merging = Thread.ofPlatform().name("merge").unstarted(() -> {
            try {
                while (!context.stopping()) {
                    if (leadership.awaitHeld(WAKE)) {
                        lead(config, context, leadership, progress);
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                context.fail(e);
            }
        });
        context.own("merge", () -> Threads.end(merging));
        merging.start();
        context.awaitStop();
        return 0;
    }

    private static Leadership lease(DeduplicatorConfig config, ServiceContext context) {
        try {
            return Leadership.begin(config.production(), config.name(), context.ticks());
        } catch (StoreException e) {
            throw new OperatingException(e.operation(), e.facts(), e.hint(), e);
        }
    }

    /** Merges until the lease is lost or the process is told to stop. */
    private static void lead(
            DeduplicatorConfig config, ServiceContext context, Leadership leadership, Progress progress)
            throws InterruptedException {
        try (SideWork beside = SideWork.start(config, context)) {
            Lasting lasting = new Lasting(progress, beside.lacking(), beside.inbox(), beside::committed);
            RandomGenerator random = RandomGenerator.getDefault();
            int failures = 0;
            while (leadership.isHeld() && !context.stopping()) {
                try (Session session = Session.open(config, context.clock(), context.ticks(), lasting, context::fail)) {
                    LOG.info("merging {} lines into {}", config.lines().size(), config.production());
                    boolean current = true;
                    while (current && leadership.isHeld() && !context.stopping()) {
                        current = session.step();
                        leadership.stepped();
                        failures = 0;
                    }
                } catch (StoreException e) {
                    leadership.stepped();
                    Duration wait = RETRIES.after(++failures, random);
                    LOG.warn("production: {}; trying again in {} ms", e.getMessage(), wait.toMillis());
                    progress.productionLost(String.valueOf(e.getMessage()));
                    context.awaitStop(wait);
                }
            }
        }
        if (!context.stopping()) {
            LOG.info("the lease is gone: standing by");
        }
    }
}

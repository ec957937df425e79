package trifecta.deduplicator;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trifecta.service.Backoff;
import trifecta.store.DatabaseAddress;
import trifecta.store.StoreException;
import trifecta.store.history.Checkpoints;
import trifecta.store.history.Checkpoints.Behind;
import trifecta.store.history.Checkpoints.Stretch;
import trifecta.store.production.ProductionBatch;

/**
 * Makes checkpoints of markets while they grow, on a thread and a connection of its own: once all that a process before left behind,
 * then what the commits of this one add. Nothing depends on it but how fast a book of the past is folded, so it rests most of the time
 * and its troubles never reach the merge: they are told once and it tries again. Two deduplicators may both do it, see
 * {@link Checkpoints}.
 */
final class CheckpointKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointKeeper.class);
    private static final Backoff RETRIES = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

    /** A market that is due waits this long at most before it is seen. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    /** It rests so many times as long as it worked: a fifth of one core at most. */
    private static final int RESTS = 4;

    private final DatabaseAddress production;
    private final LongSupplier ticks;
    private final GrownMarkets grown = new GrownMarkets(Checkpoints.SPACING_ROWS);
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private int catchUpFrom;
    private boolean inTrouble;

    private CheckpointKeeper(DatabaseAddress production, LongSupplier ticks) {
        this.production = production;
        this.ticks = ticks;
        this.thread = Thread.ofPlatform().name("checkpoints").unstarted(() -> {
            try {
                run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /**
     * Starts.
     *
     * @param ticks nanoseconds of a clock that never goes back
     */
    static CheckpointKeeper start(DatabaseAddress production, LongSupplier ticks) {
        CheckpointKeeper keeper = new CheckpointKeeper(production, ticks);
        keeper.thread.start();
        return keeper;
    }

    /** Rows were committed to production. */
    void committed(ProductionBatch batch) {
        grown.committed(batch);
    }

    private void run() throws InterruptedException {
        RandomGenerator random = RandomGenerator.getDefault();
        int failures = 0;
        Duration pause = Duration.ZERO;
        while (!stop.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
            try (Checkpoints checkpoints = Checkpoints.open(production, "trifecta deduplicator checkpoints")) {
                while (!stop.await(work(checkpoints).toNanos(), TimeUnit.NANOSECONDS)) {
                    failures = 0;
                    recovered();
                }
            } catch (StoreException | RuntimeException e) {
                pause = RETRIES.after(++failures, random);
                inTrouble(e);
            }
        }
    }

    /**
     * A piece of work: what grows first, then what was left behind.
     *
     * @return how long to rest after it
     */
    private Duration work(Checkpoints checkpoints) throws StoreException {
        long begin = ticks.getAsLong();
        Stretch stretch = grown.take();
        if (stretch != null) {
            extend(checkpoints, stretch);
        } else if (catchUpFrom != Behind.NO_MORE) {
            Behind behind = checkpoints.behind(catchUpFrom);
            catchUpFrom = behind.next();
            behind.stretches().forEach(grown::giveBack);
        } else {
            return LOOK_EVERY;
        }
        return Duration.ofNanos(RESTS * (ticks.getAsLong() - begin));
    }

    private void extend(Checkpoints checkpoints, Stretch stretch) throws StoreException {
        try {
            checkpoints.extend(stretch);
        } catch (StoreException e) {
            grown.giveBack(stretch);
            throw e;
        }
    }

    private void inTrouble(Exception trouble) {
        if (!inTrouble) {
            LOG.warn(
                    "checkpoints: {}; none are made meanwhile, which slows down questions for books of the past;"
                            + " trying again until it succeeds",
                    trouble.getMessage(),
                    trouble instanceof StoreException ? null : trouble);
        }
        inTrouble = true;
    }

    private void recovered() {
        if (inTrouble) {
            LOG.info("checkpoints are made again");
        }
        inTrouble = false;
    }

    @Override
    public void close() {
        stop.countDown();
        Threads.end(thread);
    }
}

package trifecta.deduplicator;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trifecta.service.Backoff;
import trifecta.store.DatabaseAddress;
import trifecta.store.StoreException;
import trifecta.store.production.Lease;

/**
 * Whether this process is the one that merges: keeps the {@link Lease} while the merge goes on, and tries to get it while somebody
 * else has it. On a thread of its own, so that a long commit does not lose it. A merge that stands still lets it go.
 */
final class Leadership implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

    /** A leader that is paused is given up after this; longer than a collection of garbage or a slow answer takes. */
    static final Duration TIME_TO_LIVE = Duration.ofSeconds(5);

    /** A leader thinks this much sooner that it lost the lease than others may take it. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private static final Duration RENEW_EVERY = Duration.ofSeconds(1);
    private static final Duration TRY_EVERY = Duration.ofMillis(200);
    private static final Backoff RETRIES = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));

    /** Longer than any statement of the merge may take. */
    static final Duration STANDSTILL_MAX = Duration.ofMinutes(2);

    private final Lease lease;
    private final LongSupplier ticks;
    private final Semaphore gained = new Semaphore(0);
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    /** As production last said; whether it still is {@link #isHeld} tells. Of its own thread. */
    private boolean isOurs;

    private volatile long heldUntil;
    private volatile long steppedAt;
    private volatile long term;
    private volatile String trouble = "";

    private Leadership(Lease lease, LongSupplier ticks) {
        this.lease = lease;
        this.ticks = ticks;
        this.heldUntil = ticks.getAsLong();
        this.steppedAt = ticks.getAsLong();
        this.thread = Thread.ofPlatform().name("lease").unstarted(this::run);
    }

    /**
     * Opens production, whose schema it brings up to date, and begins to try.
     *
     * @param name what people are told who leads
     * @param ticks nanoseconds of a clock that never goes back
     * @throws StoreException when production cannot be reached
     */
    static Leadership begin(DatabaseAddress production, String name, LongSupplier ticks) throws StoreException {
        Leadership leadership = new Leadership(Lease.open(production, name, TIME_TO_LIVE), ticks);
        leadership.thread.start();
        return leadership;
    }

    /** Whether nobody else can have it now. */
    boolean isHeld() {
        return term != 0 && ticks.getAsLong() - heldUntil < 0;
    }

    /** The merge goes on, or waits for something that it knows of. */
    void stepped() {
        steppedAt = ticks.getAsLong();
    }

    /** Waits until it is held, at most so long; tells whether it is. */
    boolean awaitHeld(Duration atMost) throws InterruptedException {
        stepped();
        gained.drainPermits();
        if (isHeld()) {
            return true;
        }
        boolean _ = gained.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS);
        return isHeld();
    }

    /** The number of the term for which it was last held; 0: never. */
    long term() {
        return term;
    }

    /** Why production cannot be asked for it; empty when it can. */
    String trouble() {
        return trouble;
    }

    private void run() {
        RandomGenerator random = RandomGenerator.getDefault();
        int failures = 0;
        Duration pause = Duration.ZERO;
        try {
            while (!stop.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                try {
                    pause = turn();
                    failures = 0;
                    trouble = "";
                } catch (StoreException e) {
                    if (failures++ == 0) {
                        LOG.warn("lease: {}; trying again", e.getMessage());
                    }
                    trouble = String.valueOf(e.getMessage());
                    pause = RETRIES.after(failures, random);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        release();
    }

    /** Renews it or tries to get it. @return how long to rest */
    private Duration turn() throws StoreException {
        boolean held = isHeld();
        long now = ticks.getAsLong();
        if (now - steppedAt > STANDSTILL_MAX.toNanos()) {
            heldUntil = now;
            if (isOurs) {
                LOG.error(
                        "the merge stands still for more than {} s: giving the lease back", STANDSTILL_MAX.toSeconds());
                lease.giveBack();
                isOurs = false;
            }
            return TRY_EVERY;
        }
        long taken = lease.take();
        if (taken == 0) {
            if (isOurs) {
                LOG.warn("the lease was taken over: standing by");
            }
            isOurs = false;
            heldUntil = now;
            return TRY_EVERY;
        }
        if (!isOurs) {
            LOG.info("leading, term {}", taken);
        }
        isOurs = true;
        term = taken;
        heldUntil = now + TIME_TO_LIVE.minus(MARGIN).toNanos();
        if (!held) {
            gained.release();
        }
        return RENEW_EVERY;
    }

    private void release() {
        heldUntil = ticks.getAsLong();
        try {
            if (isOurs) {
                lease.giveBack();
            }
        } catch (StoreException e) {
            LOG.warn("lease: {}; a successor waits until it has run out", e.getMessage());
        } finally {
            lease.close();
        }
    }

    /** Gives it back; the merge has to have ended. */
    @Override
    public void close() {
        stop.countDown();
        Threads.end(thread);
    }
}

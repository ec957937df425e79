package trifecta.gatherer;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Keeps the catalogue true to what REST says: lists all markets at the start and now and then, between those what began and ended of
 * late, and that at once when the lifecycle channel has lost something. One thread, but for {@link #hurry} and {@link #hasListed}.
 */
final class Reconciliation implements Runnable {
    /** After an incomplete listing the next one comes sooner; one that is hurried not sooner than this. */
    private static final Duration RETRY = Duration.ofSeconds(5);

    /** While one listing after the other fails, the pause between them grows up to this. */
    private static final Duration RETRY_MAX = Duration.ofMinutes(1);

    /** How far behind the last round the next one looks: REST may be 15 s behind, and our clock may differ from the exchange's. */
    private static final Duration OVERLAP = Duration.ofMinutes(5);

    /**
     * How often.
     *
     * @param every what began and ended of late is looked at
     * @param everything all markets are listed
     */
    record Intervals(Duration every, Duration everything) {}

    private final CatalogueSync sync;
    private final Intervals intervals;
    private final ExchangeHours hours;
    private final InstantSource clock;
    private final LongSupplier ticks;
    private final Pace pace;
    private final Semaphore hurries = new Semaphore(0);
    private volatile boolean listed;

    /** @param random for the pauses behind failures, so that lines do not come back together */
    Reconciliation(
            CatalogueSync sync,
            Intervals intervals,
            ExchangeHours hours,
            InstantSource clock,
            LongSupplier ticks,
            RandomGenerator random) {
        this.sync = sync;
        this.intervals = intervals;
        this.hours = hours;
        this.clock = clock;
        this.ticks = ticks;
        this.pace = new Pace(RETRY, RETRY_MAX, random);
    }

    /** Whether a first listing has ended. */
    boolean hasListed() {
        return listed;
    }

    /** Something may have been missed. */
    void hurry() {
        hurries.release();
    }

    @Override
    public void run() {
        try {
            boolean whole = true;
            long listedNanos = ticks.getAsLong();
            long sinceSecond = 0;
            while (true) {
                hours.awaitOpen();
                long beganNanos = ticks.getAsLong();
                long beganSecond = clock.instant().getEpochSecond();
                boolean complete = whole ? sync.list() : sync.catchUp(sinceSecond - OVERLAP.toSeconds());
                listed = true;
                if (complete) {
                    sinceSecond = beganSecond;
                    listedNanos = whole ? beganNanos : listedNanos;
                    pace.succeeded();
                    pause(intervals.every());
                } else {
                    Thread.sleep(Duration.ofNanos(pace.failedNanos()));
                    hurries.drainPermits();
                }
                // what cannot be caught up with shows in a whole listing
                whole = !complete
                        || ticks.getAsLong() - listedNanos
                                >= intervals.everything().toNanos();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pause(Duration most) throws InterruptedException {
        if (most.compareTo(RETRY) <= 0) {
            Thread.sleep(most);
        } else if (hurries.tryAcquire(most.toNanos(), TimeUnit.NANOSECONDS)) {
            Thread.sleep(RETRY);
        }
        hurries.drainPermits();
    }
}

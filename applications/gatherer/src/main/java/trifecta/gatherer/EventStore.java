package trifecta.gatherer;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trifecta.market.LineEvent;
import trifecta.market.Position;
import trifecta.service.OperatingException;
import trifecta.store.DatabaseAddress;
import trifecta.store.StoreException;
import trifecta.store.local.EventAppender;

/**
 * The line's own database, tried for as long as it takes: while it is down the feed lags, and nothing else waits. Single-threaded,
 * but for {@link #isUp} and {@link #stop}.
 */
final class EventStore implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EventStore.class);
    private static final Duration PAUSE_FIRST = Duration.ofMillis(50);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(5);
    private static final Duration STOP_POLL = Duration.ofMillis(20);

    private final DatabaseAddress address;
    private final String name;
    private final Pace pace;
    private @Nullable EventAppender appender;
    private volatile boolean up;
    private volatile boolean stopped;

    EventStore(DatabaseAddress address, String name, RandomGenerator random) {
        this.address = address;
        this.name = name;
        this.pace = new Pace(PAUSE_FIRST, PAUSE_MAX, random);
    }

    boolean isUp() {
        return up;
    }

    /** Gives up on a database that does not answer: called when the process has to end. */
    void stop() {
        stopped = true;
    }

    /** Tries once. @throws StoreException when that fails */
    Position openOnce() throws StoreException {
        EventAppender opened = EventAppender.open(address, name);
        appender = opened;
        up = true;
        return opened.last();
    }

    /** The last row stored, as soon as the database tells it; empty when stopped before. */
    Optional<Position> last() throws InterruptedException {
        while (!stopped) {
            try {
                EventAppender open = appender;
                Position last = open == null ? openOnce() : open.last();
                succeeded();
                return Optional.of(last);
            } catch (StoreException e) {
                failed(e);
            }
        }
        return Optional.empty();
    }

    /**
     * Appends a batch, however often it takes.
     *
     * @return false when stopped before it was stored
     * @throws OperatingException when the database is not the one that was filled up to here
     */
    boolean append(int boot, List<LineEvent> batch) throws InterruptedException {
        while (!stopped) {
            try {
                if (appender == null) {
                    openOnce();
                }
                EventAppender open = appender;
                if (open != null) {
                    open.append(boot, batch);
                    succeeded();
                    return true;
                }
            } catch (StoreException e) {
                if (!e.passing()) {
                    // rewound or emptied: only a new start, from where the database is now, fills it again from the
                    // journal
                    throw new OperatingException(e.operation(), e.facts(), e.hint(), e);
                }
                failed(e);
            }
        }
        return false;
    }

    private void succeeded() {
        if (pace.failures() > 0) {
            log.info("the line's database is back after {} failures", pace.failures());
        }
        up = true;
        pace.succeeded();
    }

    private void failed(StoreException failure) throws InterruptedException {
        if (pace.failures() == 0) {
            log.warn("{}; trying again, the journal keeps what comes meanwhile", failure.getMessage());
        }
        up = false;
        long restNanos = pace.failedNanos();
        while (restNanos > 0 && !stopped) {
            Thread.sleep(Duration.ofNanos(Math.min(restNanos, STOP_POLL.toNanos())));
            restNanos -= STOP_POLL.toNanos();
        }
    }

    @Override
    public void close() {
        EventAppender open = appender;
        if (open != null) {
            open.close();
        }
    }
}

package trifecta.deduplicator;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trifecta.service.Backoff;
import trifecta.store.DatabaseAddress;
import trifecta.store.LineCursor;
import trifecta.store.StoreException;
import trifecta.store.local.LineBatch;
import trifecta.store.local.LineReader;

/**
 * Reads one line ahead of the merge, on a thread of its own: a line that is slow or out of reach holds up nobody. Hands over
 * batches in order through a short queue, whose end is the only bound on how far it reads ahead.
 */
final class LineTap implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LineTap.class);

    /** Batches read ahead: enough that the merge never waits for a database that answers, few enough to bound memory. */
    private static final int BATCHES_AHEAD = 3;

    private static final Backoff RETRIES = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));

    /** A line as the tap sees it. */
    enum State {
        CONNECTING,
        LIVE,
        UNREACHABLE
    }

    private final int line;
    private final DatabaseAddress address;
    private final int rowsMost;
    private final Duration idleWait;
    private final Semaphore arrived;
    private final Consumer<Throwable> failed;
    private final ArrayBlockingQueue<LineBatch> batches = new ArrayBlockingQueue<>(BATCHES_AHEAD);
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private volatile State state = State.CONNECTING;
    private volatile String trouble = "";
    private volatile boolean caughtUp;

    /**
     * @param line from 1
     * @param from the cursor in production
     * @param rowsMost rows of one batch
     * @param idleWait how long to wait when nothing new is committed
     * @param arrived gets a permit for each batch handed over
     * @param failed is told of a defect that ends this thread
     */
    LineTap(
            int line,
            DatabaseAddress address,
            LineCursor from,
            int rowsMost,
            Duration idleWait,
            Semaphore arrived,
            Consumer<Throwable> failed) {
        this.line = line;
        this.address = address;
        this.rowsMost = rowsMost;
        this.idleWait = idleWait;
        this.arrived = arrived;
        this.failed = failed;
        this.thread = Thread.ofVirtual().name("line-" + line).unstarted(() -> run(from));
    }

    LineTap start() {
        thread.start();
        return this;
    }

    int line() {
        return line;
    }

    State state() {
        return state;
    }

    /** Why the line is out of reach; empty while it is not. */
    String trouble() {
        return trouble;
    }

    /** Whether the line had nothing more when it was last asked, and all that it had was taken. */
    boolean isCaughtUp() {
        return caughtUp && batches.isEmpty();
    }

    @Nullable LineBatch poll() {
        return batches.poll();
    }

    private void run(LineCursor from) {
        try {
            follow(from);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failed.accept(e);
        }
    }

    private void follow(LineCursor from) throws InterruptedException {
        LineCursor cursor = from;
        int failures = 0;
        while (!isStopping()) {
            try (LineReader reader = LineReader.open(address, "trifecta deduplicator line " + line)) {
                connected();
                while (!isStopping()) {
                    cursor = readOnce(reader, cursor);
                    failures = 0;
                }
            } catch (StoreException e) {
                lost(e);
                waitUnlessStopping(RETRIES.after(++failures));
            }
        }
    }

    private LineCursor readOnce(LineReader reader, LineCursor cursor) throws StoreException, InterruptedException {
        LineBatch batch = reader.read(cursor, rowsMost);
        return switch (batch) {
            case LineBatch.Rows rows
            when rows.events().isEmpty() -> {
                caughtUp = true;
                waitUnlessStopping(idleWait);
                yield rows.next();
            }
            case LineBatch.Rows rows -> {
                handOver(rows);
                yield rows.next();
            }
            case LineBatch.Torn torn -> {
                LOG.error("line {}: rows are missing for good: {}", line, torn.facts());
                handOver(torn);
                yield torn.rows().next();
            }
            case LineBatch.Estranged estranged -> {
                LOG.error(
                        "line {}: not the line that was read before ({}: {}); reading it anew from its start",
                        line,
                        estranged.cause(),
                        estranged.facts());
                handOver(estranged);
                yield LineCursor.START;
            }
        };
    }

    private void handOver(LineBatch batch) throws InterruptedException {
        caughtUp = false;
        while (!isStopping()) {
            if (batches.offer(batch, 100, TimeUnit.MILLISECONDS)) {
                arrived.release();
                return;
            }
        }
    }

    private void connected() {
        if (state == State.UNREACHABLE) {
            LOG.info("line {}: reachable again", line);
        }
        state = State.LIVE;
        trouble = "";
    }

    private void lost(StoreException e) {
        if (state != State.UNREACHABLE) {
            LOG.warn("line {}: out of reach, the others go on: {}", line, e.getMessage());
        }
        state = State.UNREACHABLE;
        trouble = String.valueOf(e.getMessage());
    }

    private boolean isStopping() {
        return stop.getCount() == 0;
    }

    private void waitUnlessStopping(Duration wait) throws InterruptedException {
        boolean _ = stop.await(wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        stop.countDown();
        Threads.end(thread);
    }
}

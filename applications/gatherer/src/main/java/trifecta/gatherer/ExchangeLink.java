package trifecta.gatherer;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trifecta.journal.EntryKind;
import trifecta.protocol.Command;
import trifecta.protocol.CommandCodec;
import trifecta.protocol.websocket.Closure;
import trifecta.protocol.websocket.ConnectException;
import trifecta.protocol.websocket.Listener;
import trifecta.protocol.websocket.MarketDataConnection;

/**
 * Keeps one connection to the exchange open: connects, journals whatever happens on it before anything else, hands frames to its
 * {@link ConnectionControl}, and connects again later each time it fails. One thread keeps it; frames come on the connection's own.
 */
final class ExchangeLink {
    private static final Logger log = LoggerFactory.getLogger(ExchangeLink.class);

    /** How often subscriptions are asked what is due when no frame asks them. */
    private static final Duration STEP = Duration.ofMillis(50);

    /** Where nothing is to be done, and whoever changes that rings. */
    private static final Duration QUIET_STEP = Duration.ofMillis(500);

    /** All connections come back within this long after the exchange has opened. */
    private static final Duration REOPENED_WITHIN = Duration.ofSeconds(1);

    /** A connection that lasted this long was a good one: the next failure waits briefly again. */
    private static final Duration STABLE = Duration.ofSeconds(10);

    private static final Duration CLOSE_MAX = Duration.ofSeconds(5);

    /** Where the connection stands. */
    enum State {
        /** No subscription wants anything. */
        IDLE,
        CONNECTING,
        OPEN,
        BACKING_OFF,
        CLOSED
    }

    private final String name;
    private final Connector connector;
    private final Recorder recorder;
    private final LongSupplier ticks;
    private final Pace pace;
    private final ExchangeHours hours;
    private final Consumer<ConnectException> refused;
    private final ConnectionControl control;
    private final List<SubscriptionControl> subscriptions;
    private final Object lock = new Object();
    private final CountDownLatch closing = new CountDownLatch(1);
    /** Rung when the keeper should look. */
    private final Semaphore bell = new Semaphore(0);

    private final Thread keeper;
    private volatile State state = State.IDLE;
    private volatile int number;

    /** Opens a socket that a listener hears. */
    interface Connector {
        /** The number that the next connection has in this boot. */
        int nextNumber();

        String url();

        MarketDataConnection open(Listener listener) throws ConnectException, InterruptedException;
    }

    ExchangeLink(
            String name,
            Connector connector,
            Recorder recorder,
            LongSupplier ticks,
            Pace pace,
            ExchangeHours hours,
            Consumer<ConnectException> refused,
            List<SubscriptionControl> subscriptions,
            ConnectionControl control) {
        this.name = name;
        this.connector = connector;
        this.recorder = recorder;
        this.ticks = ticks;
        this.pace = pace;
        this.hours = hours;
        this.refused = refused;
        this.subscriptions = subscriptions;
        this.control = control;
        this.keeper = Thread.ofVirtual().name(name).unstarted(this::keep);
    }

    void start() {
        keeper.start();
    }

    State state() {
        return state;
    }

    /** Does something with the subscriptions, while no frame does. */
    void withSubscriptions(Consumer<List<SubscriptionControl>> action) {
        synchronized (lock) {
            action.accept(subscriptions);
        }
    }

    /** Changes the subscriptions, while no frame does, and has them looked at. */
    void changeSubscriptions(Consumer<List<SubscriptionControl>> change) {
        synchronized (lock) {
            change.accept(subscriptions);
            control.stirred();
        }
        bell.release();
    }

    /** A row of the feed, made of a frame of connection {@code of}, showed that a book cannot be right. */
    void uncertain(int of, int sid, @Nullable String market) {
        synchronized (lock) {
            if (of == number) {
                control.uncertain(sid, market, ticks.getAsLong());
            }
        }
    }

    private void keep() {
        try {
            while (!closing.await(0, TimeUnit.MILLISECONDS)) {
                if (isWanted()) {
                    keepOne();
                } else {
                    state = State.IDLE;
                    awaitBell(QUIET_STEP);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            state = State.CLOSED;
        }
    }

    private boolean isWanted() {
        synchronized (lock) {
            return subscriptions.stream().anyMatch(SubscriptionControl::isWanted);
        }
    }

    /** One connection from its beginning to its end, and the pause behind it. */
    private void keepOne() throws InterruptedException {
        state = State.CONNECTING;
        Session session = new Session(connector.nextNumber());
        long beganNanos = ticks.getAsLong();
        try {
            MarketDataConnection connection = connector.open(session);
            state = State.OPEN;
            number = session.connection;
            keepUntilClosed(session, connection);
        } catch (ConnectException e) {
            if (pace.failures() == 0) {
                log.warn("{}: {}; {}", name, e.getMessage(), e.hint());
            }
            refused.accept(e);
        }
        if (ticks.getAsLong() - beganNanos > STABLE.toNanos()) {
            pace.succeeded();
        }
        state = State.BACKING_OFF;
        hours.doubt();
        pause(pace.failedNanos());
    }

    private void keepUntilClosed(Session session, MarketDataConnection connection) throws InterruptedException {
        boolean given = false;
        boolean quiet = false;
        while (!session.closed) {
            awaitBell(quiet ? QUIET_STEP : STEP);
            if (given || session.closed) {
                continue; // its end is on its way, or here
            }
            String doubt;
            boolean wanted = isWanted();
            synchronized (lock) {
                if (!control.isQuiet(ticks.getAsLong())) {
                    session.advance();
                }
                quiet = control.isQuiet(ticks.getAsLong());
                doubt = control.doubt();
            }
            if (doubt != null) {
                log.warn("{}: connecting anew: {}", name, doubt);
                given = true;
                connection.abort();
            } else if (!wanted || closing.getCount() == 0) {
                given = true;
                connection.close();
            }
        }
    }

    private void awaitBell(Duration most) throws InterruptedException {
        if (bell.tryAcquire(most.toNanos(), TimeUnit.NANOSECONDS)) {
            bell.drainPermits();
        }
    }

    /** Waits before the next try: while the exchange is closed, and not much longer; else for this long. */
    private void pause(long nanos) throws InterruptedException {
        long endNanos = ticks.getAsLong() + nanos;
        boolean closed = hours.isClosed();
        while (closing.getCount() > 0 && (closed || ticks.getAsLong() - endNanos < 0)) {
            long rest = closed ? STEP.toNanos() : Math.min(STEP.toNanos(), endNanos - ticks.getAsLong());
            var _ = closing.await(Math.max(1, rest), TimeUnit.NANOSECONDS);
            if (closed && !hours.isClosed()) {
                pace.succeeded();
                endNanos = ticks.getAsLong() + pace.spreadNanos(REOPENED_WITHIN);
            }
            closed = hours.isClosed();
        }
    }

    /** Asks for {@link #close} without waiting. */
    void askToClose() {
        closing.countDown();
        bell.release();
    }

    /** Closes the connection in an orderly way and waits until its end is in the journal. */
    void close() throws InterruptedException {
        askToClose();
        if (!keeper.join(CLOSE_MAX)) {
            log.warn("{} did not close within {}", name, CLOSE_MAX);
        }
    }

    /** Hears one connection. */
    private final class Session implements Listener {
        final int connection;
        volatile boolean closed;
        private @Nullable MarketDataConnection socket;

        Session(int connection) {
            this.connection = connection;
        }

        @Override
        public void opened(MarketDataConnection opened) {
            recorder.append(EntryKind.OPENED, connection, connector.url());
            log.info("{} is open as connection {}", name, connection);
            synchronized (lock) {
                socket = opened;
                control.connected(ticks.getAsLong());
                advance();
            }
        }

        @Override
        public void frame(byte[] bytes, int offset, int length) {
            recorder.append(EntryKind.FRAME, connection, bytes, offset, length);
            synchronized (lock) {
                control.frame(bytes, offset, length, ticks.getAsLong(), this::send);
            }
        }

        @Override
        public void oversized(byte[] first, long messageBytes) {
            log.warn("{}: a message of {} bytes is above the limit; its beginning is kept", name, messageBytes);
            frame(first, 0, first.length);
        }

        @Override
        public void closed(Closure closure) {
            if (closure.cause() == Closure.Cause.LISTENER_FAILED) {
                log.error("{}: connection {} ended: {}", name, connection, closure.sentence(), closure.failure());
            } else {
                log.info("{}: connection {} ended: {}", name, connection, closure.sentence());
            }
            try {
                synchronized (lock) {
                    socket = null;
                    control.disconnected();
                }
                recorder.append(EntryKind.CLOSED, connection, closure.sentence());
            } finally {
                closed = true;
                bell.release();
            }
        }

        /** Called with the lock held. */
        void advance() {
            if (socket != null) {
                control.advance(ticks.getAsLong(), this::send);
            }
        }

        /** The journal knows a command before the exchange does: the answer is read with it. */
        private void send(Command command) {
            MarketDataConnection open = socket;
            if (open == null) {
                return;
            }
            byte[] text = CommandCodec.encode(command);
            recorder.append(EntryKind.SENT, connection, text);
            if (!open.send(text)) {
                log.debug("{}: command {} was not taken", name, command.id());
            }
        }
    }
}

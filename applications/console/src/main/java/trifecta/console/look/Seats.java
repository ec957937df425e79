package trifecta.console.look;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import trifecta.store.StoreException;

/**
 * A few connections, each used by one question at a time. Who finds none free waits a moment and is then turned away, so that however many
 * ask, production has no more of them than this. Safe for any thread.
 *
 * @param <T> what asks over a connection; opened when it is first needed
 */
final class Seats<T extends AutoCloseable> implements AutoCloseable {
    private final BlockingQueue<Seat<T>> free;
    private final Opening<T> opening;
    private final Duration patience;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** How a connection is made. */
    interface Opening<T> {
        T open() throws StoreException;
    }

    /** Something to be asked. */
    interface Question<T, R> {
        R ask(T open) throws StoreException;
    }

    /** All connections are taken. */
    static final class Busy extends Exception {
        private static final long serialVersionUID = 1;
    }

    private static final class Seat<T> {
        private @Nullable T open;
    }

    /**
     * @param patience how long a question waits for a connection
     */
    Seats(int size, Duration patience, Opening<T> opening) {
        this.free = new ArrayBlockingQueue<>(size);
        this.patience = patience;
        this.opening = opening;
        for (int each = 0; each < size; each++) {
            free.add(new Seat<>());
        }
    }

    <R> R ask(Question<T, R> question) throws StoreException, Busy, InterruptedException {
        @Nullable Seat<T> seat = free.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (seat == null) {
            throw new Busy();
        }
        try {
            T open = seat.open;
            if (open == null) {
                open = opening.open();
                seat.open = open;
            }
            return question.ask(open);
        } finally {
            free.add(seat);
            if (closed.get()) {
                closeFree();
            }
        }
    }

    /** Closes those that are free now, the others when their question ends. */
    @Override
    public void close() {
        closed.set(true);
        closeFree();
    }

    private void closeFree() {
        for (Seat<T> seat = free.poll(); seat != null; seat = free.poll()) {
            close(seat);
        }
    }

    private static <T extends AutoCloseable> void close(Seat<T> seat) {
        T open = seat.open;
        seat.open = null;
        if (open != null) {
            try {
                open.close();
            } catch (Exception e) {
                throw new IllegalStateException("closing a reader throws nothing", e);
            }
        }
    }
}

package trifecta.exchange;

import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import trifecta.service.Clocks;

/**
 * The one thread that owns the exchange. Whatever comes from a socket waits in its inbox, which is bounded: who fills it waits.
 */
final class Sequencer implements AutoCloseable {
    /** What may wait; a socket whose client sends more is read more slowly. */
    private static final int INBOX_MAX = 10_000;

    /** Commands taken in one turn, so that events are not kept waiting by a flood of them. */
    private static final int COMMANDS_PER_TURN_MAX = 200;

    /** Longest sleep: the tick by which the clock paces everything. */
    private static final long TICK_MICROS = 1_000;

    /** How long clients may take to go when the exchange stops. */
    private static final long GOODBYE_MICROS_MAX = 2_000_000;

    private static final long STOP_WAIT_MILLIS = 5_000;

    private final ArrayBlockingQueue<Runnable> inbox = new ArrayBlockingQueue<>(INBOX_MAX);
    private final Exchange exchange;
    private final InstantSource clock;
    private final Consumer<Throwable> onFailure;
    private final Thread thread;
    private volatile boolean stopping;
    private volatile boolean ended;

    private Sequencer(Exchange exchange, InstantSource clock, Consumer<Throwable> onFailure) {
        this.exchange = exchange;
        this.clock = clock;
        this.onFailure = onFailure;
        this.thread = new Thread(this::run, "sequencer");
    }

    /**
     * @param onFailure told when the thread dies of something
     */
    static Sequencer start(Exchange exchange, InstantSource clock, Consumer<Throwable> onFailure) {
        Sequencer sequencer = new Sequencer(exchange, clock, onFailure);
        sequencer.thread.start();
        return sequencer;
    }

    Exchange exchange() {
        return exchange;
    }

    long nowMicros() {
        return Clocks.micros(clock.instant());
    }

    /** Has something done by the sequencer's thread; waits while the inbox is full. Nothing is done once it has ended. */
    void submit(Runnable action) {
        try {
            while (!ended && !inbox.offer(action, TICK_MICROS, TimeUnit.MICROSECONDS)) {
                Thread.onSpinWait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The answer to a question about the exchange. */
    <T> CompletableFuture<T> ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        submit(() -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    /** Stops the events, writes the end of the record, and ends the thread. */
    @Override
    public void close() {
        stopping = true;
        try {
            thread.join(STOP_WAIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            exchange.open(nowMicros());
            while (!stopping) {
                drain(inbox.poll());
                long waitMicros = Math.min(TICK_MICROS, exchange.turn(nowMicros()));
                if (waitMicros > 0) {
                    drain(inbox.poll(waitMicros, TimeUnit.MICROSECONDS));
                }
            }
            sayGoodbye();
            exchange.end(nowMicros());
        } catch (InterruptedException | RuntimeException e) {
            onFailure.accept(e);
        } finally {
            ended = true;
        }
    }

    /** Closes the connections and waits until the clients are gone, so that the record has their ends. */
    private void sayGoodbye() throws InterruptedException {
        exchange.closeConnections();
        long deadline = nowMicros() + GOODBYE_MICROS_MAX;
        while (!exchange.everyoneIsGone() && nowMicros() < deadline) {
            drain(inbox.poll(TICK_MICROS, TimeUnit.MICROSECONDS));
        }
    }

    private void drain(@Nullable Runnable first) {
        Runnable next = first;
        for (int done = 0; next != null && done < COMMANDS_PER_TURN_MAX; done++) {
            next.run();
            next = inbox.poll();
        }
        if (next != null) {
            next.run();
        }
    }
}

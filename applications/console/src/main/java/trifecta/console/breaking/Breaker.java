package trifecta.console.breaking;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trifecta.console.breaking.Attempt.Phase;
import trifecta.service.OperatingException;
import trifecta.service.process.Breakage;
import trifecta.service.process.MarkedProcesses;
import trifecta.service.status.Leader;
import trifecta.service.status.RecoveryWatch;

/**
 * Breaks one part of a stack at a time and stops the time until all is whole again, as the command {@code break} does: whole before,
 * the time begins when it breaks and ends when production has rows of all lines again. A process that stands still goes on in any
 * case: when all is whole, when it is not in time, when this is closed, and when the next console starts after this one was killed.
 * Safe for any thread; each breakage has one of its own.
 */
public final class Breaker implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Breaker.class);

    /** Whoever clicks does not wait longer than this for a stack that is not whole yet. */
    private static final Duration WHOLE_WITHIN = Duration.ofSeconds(10);

    /** More than the signal to go on needs. */
    private static final Duration END_MAX = Duration.ofSeconds(5);

    private static final int KEPT = 5;

    private final MarkedProcesses processes;
    private final Statuses statuses;
    private final Extent extent;
    private final InstantSource clock;
    private final LongSupplier ticks;
    private final Consumer<Throwable> failure;

    private final Deque<Attempt> over = new ArrayDeque<>();
    private @Nullable Attempt present;
    private @Nullable Thread thread;
    private boolean closed;

    /** What is under way, and what came of the last ones, the latest first. */
    record State(Optional<Attempt> present, List<Attempt> over) {}

    private Breaker(
            MarkedProcesses processes,
            Statuses statuses,
            Extent extent,
            InstantSource clock,
            LongSupplier ticks,
            Consumer<Throwable> failure) {
        this.processes = processes;
        this.statuses = statuses;
        this.extent = extent;
        this.clock = clock;
        this.ticks = ticks;
        this.failure = failure;
    }

    /**
     * Is ready to break, and lets go on what an earlier console that was killed left standing still.
     *
     * @param ticks monotonic nanoseconds
     * @param failure told of an error that no breakage explains
     */
    public static Breaker start(
            MarkedProcesses processes,
            Statuses statuses,
            Extent extent,
            InstantSource clock,
            LongSupplier ticks,
            Consumer<Throwable> failure) {
        Breaker breaker = new Breaker(processes, statuses, extent, clock, ticks, failure);
        extent.deduplicators().forEach(breaker::resume);
        return breaker;
    }

    Extent extent() {
        return extent;
    }

    /** What can be broken: a deduplicator without a standby is not paused, since nothing would take over. */
    List<Breakage> offers() {
        return Stream.of(Breakage.values())
                .filter(each -> extent.deduplicators().size() > 1
                        || (each != Breakage.PAUSED_DEDUPLICATOR && each != Breakage.DEDUPLICATORS))
                .toList();
    }

    synchronized State state() {
        return new State(Optional.ofNullable(present), List.copyOf(over));
    }

    /** How long it takes up to now; zero while nothing is broken. */
    Duration soFar(Attempt attempt) {
        return attempt.phase() instanceof Phase.Healing(long begin)
                ? Duration.ofNanos(ticks.getAsLong() - begin)
                : Duration.ZERO;
    }

    /**
     * Returns when it is broken; what comes of it is in the {@link #state}.
     *
     * @param line the line that is hit; 0 where none is
     * @throws Busy while another one is under way
     * @throws OperatingException when the stack is not whole before, or a process does not run: nothing is under way then
     */
    void begin(Breakage what, int line) throws Busy, InterruptedException {
        CompletableFuture<@Nullable Void> broken = new CompletableFuture<>();
        synchronized (this) {
            if (closed) {
                throw new Busy("The console ends.");
            }
            if (present != null) {
                throw new Busy("One at a time: " + present.words() + " is under way.");
            }
            Attempt attempt = new Attempt(what, line, clock.instant(), new Phase.Preparing());
            present = attempt;
            thread = Thread.ofVirtual().name("break").start(() -> run(attempt, broken));
        }
        try {
            broken.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof OperatingException known ? known : new IllegalStateException(e.getCause());
        }
    }

    /** Ends what is under way; what stands still goes on. */
    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            closed = true;
            running = thread;
        }
        if (running == null) {
            return;
        }
        running.interrupt();
        try {
            boolean _ = running.join(END_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Attempt attempt, CompletableFuture<@Nullable Void> broken) {
        try {
            long _ = watch("").awaitWhole(WHOLE_WITHIN);
            Optional<Duration> took = breakAndWatch(attempt, broken);
            took.ifPresentOrElse(
                    time -> log.info("{}: whole again after {} ms", attempt.words(), time.toMillis()),
                    () -> log.error(
                            "{}: not whole within {}",
                            attempt.words(),
                            attempt.what().promised()));
            remember(attempt.now(new Phase.Over(took)));
        } catch (OperatingException e) {
            forget(broken, e);
        } catch (InterruptedException closing) {
            forget(broken, new OperatingException("break a part of the stack", "the console ends", ""));
        } catch (RuntimeException e) {
            forget(broken, e);
            failure.accept(e);
        }
    }

    private Optional<Duration> breakAndWatch(Attempt attempt, CompletableFuture<@Nullable Void> broken)
            throws InterruptedException {
        long begin = ticks.getAsLong();
        now(attempt.now(new Phase.Healing(begin)));
        String still = attempt.what().happen(processes, attempt.line(), extent.lines(), this::leader);
        try {
            log.warn("{}, as somebody asked on the page", attempt.words());
            broken.complete(null);
            long whole = watch(still).awaitWhole(begin, attempt.what().promised());
            return Optional.of(Duration.ofNanos(whole - begin));
        } catch (OperatingException late) {
            return Optional.empty();
        } finally {
            resume(still);
        }
    }

    private RecoveryWatch watch(String still) {
        return new RecoveryWatch(() -> statuses.without(still), extent.lines(), ticks);
    }

    private String leader() {
        try {
            return Leader.process(statuses.without(""))
                    .orElseThrow(() -> new OperatingException(
                            "find the deduplicator that merges", "none answers", "`trifecta status` shows more"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperatingException("find the deduplicator that merges", "the console ends", "", e);
        }
    }

    /** Also when this thread was told to end. */
    private void resume(String still) {
        if (still.isEmpty()) {
            return;
        }
        try {
            processes.resume(still);
        } catch (OperatingException e) {
            log.error("{} may stand still: {}", still, e.getMessage());
        }
    }

    private synchronized void now(Attempt attempt) {
        present = attempt;
    }

    private synchronized void remember(Attempt result) {
        over.addFirst(result);
        if (over.size() > KEPT) {
            over.removeLast();
        }
        present = null;
    }

    private void forget(CompletableFuture<@Nullable Void> broken, RuntimeException e) {
        synchronized (this) {
            present = null;
        }
        broken.completeExceptionally(e);
    }
}

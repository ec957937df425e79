package trifecta.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import trifecta.simulation.Schedule.Fault;
import trifecta.simulation.Schedule.Result;

/** Many schedules, one seed after the other, on all processors. */
final class Campaign {
    private static final int PROGRESS_EVERY = 1_000;

    private final long first;
    private final long schedules;
    private final boolean untilBroken;
    private final Consumer<String> trace;
    private final Consumer<String> out;
    private final AtomicLong next = new AtomicLong();
    private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    private final List<Long> broken = new ArrayList<>();
    private long played;
    private long events;
    private long commits;

    /**
     * What came of all of them.
     *
     * @param broken seeds that broke a guarantee
     */
    record Outcome(long played, long events, long commits, List<Long> broken, Map<Fault, Long> faults) {}

    /**
     * @param first seed
     * @param schedules how many
     * @param untilBroken whether the first that breaks a guarantee is the last
     * @param trace see {@link Schedule#play}
     * @param out is told of each that breaks a guarantee, and of progress
     */
    Campaign(long first, long schedules, boolean untilBroken, Consumer<String> trace, Consumer<String> out) {
        this.first = first;
        this.schedules = schedules;
        this.untilBroken = untilBroken;
        this.trace = trace;
        this.out = out;
    }

    Outcome run() throws IOException, InterruptedException {
        int processors = Runtime.getRuntime().availableProcessors();
        List<Future<?>> workers = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(processors)) {
            for (int i = 0; i < processors; i++) {
                workers.add(pool.submit(() -> {
                    work();
                    return null;
                }));
            }
        }
        for (Future<?> worker : workers) {
            try {
                worker.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a worker failed", e.getCause());
            }
        }
        broken.sort(null);
        return new Outcome(played, events, commits, List.copyOf(broken), faults);
    }

    private void work() throws IOException {
        Path folder = Folders.fresh();
        for (long seed = next(); seed >= 0; seed = next()) {
            try {
                held(Schedule.play(first + seed, folder, trace));
            } catch (RuntimeException e) {
                broke(first + seed, e);
            }
        }
        Files.delete(folder);
    }

    private synchronized long next() {
        long number = next.get();
        if (number >= schedules || (untilBroken && !broken.isEmpty())) {
            return -1;
        }
        return next.getAndIncrement();
    }

    private synchronized void held(Result result) {
        result.faults().forEach(fault -> faults.merge(fault, 1L, Long::sum));
        events += result.events();
        commits += result.commits();
        progress();
    }

    private synchronized void broke(long seed, RuntimeException e) {
        broken.add(seed);
        out.accept("seed " + seed + ": " + e);
        if (!(e instanceof Violation)) {
            for (StackTraceElement frame : e.getStackTrace()) {
                trace.accept("  at " + frame);
            }
        }
        progress();
    }

    private void progress() {
        if (++played % PROGRESS_EVERY == 0) {
            out.accept(played + " schedules, " + broken.size() + " broken");
        }
    }
}

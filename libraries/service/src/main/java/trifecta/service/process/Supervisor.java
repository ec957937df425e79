package trifecta.service.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trifecta.service.Backoff;
import trifecta.service.OperatingException;
import trifecta.service.process.Program.Signal;

/**
 * Keeps child processes alive: starts them, restarts with back-off whichever dies unasked, and ends them in the reverse of the
 * order of their first start. Children left behind by a predecessor that died are found by their marks and ended.
 *
 * <p>Safe for any thread. A child's state changes under the lock; waiting for a child to end happens outside of it.
 */
public final class Supervisor implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Supervisor.class);

    /** Long enough for a flush of everything in memory to a slow disk, short enough for a person. */
    private static final Duration STOP_GRACE = Duration.ofSeconds(15);

    /** The first restart at once in human terms; a child that cannot start costs little. */
    public static final Backoff RESTARTS = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10));

    /** A life of this length forgets earlier failures. */
    private static final Duration GOOD_WHILE = Duration.ofSeconds(30);

    private final Path marks;
    private final Backoff backoff;
    private final LongSupplier ticks;
    private final Listener listener;
    private final Guard guard = Guard.start();
    private final Map<String, Slot> slots = new LinkedHashMap<>();
    private final ScheduledExecutorService restarts = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("restarts").factory());

    /** What becomes of the children. Called on threads of the supervisor; must not block. */
    public interface Listener {
        /** It runs, for the first time or again. */
        void started(String name, long pid);

        /** It ended unasked and is started again after the wait. */
        void died(String name, int exitCode, Duration restartIn);
    }

    private static final class Slot {
        private Program program;
        private @Nullable Child child;
        private boolean wanted;
        private int failures;
        private long startedTicks;

        Slot(Program program) {
            this.program = program;
        }
    }

    /**
     * Without children yet.
     *
     * @param marks folder for the files that recognise the children later
     * @param ticks monotonic nanoseconds
     */
    public Supervisor(Path marks, Backoff backoff, LongSupplier ticks, Listener listener) {
        this.marks = marks;
        this.backoff = backoff;
        this.ticks = ticks;
        this.listener = listener;
    }

    /**
     * Ends what a predecessor with the same folder left running. Never touches a process that it did not start.
     *
     * @return the names of those that were still running
     */
    public static List<String> endLeftovers(Path marks, Map<String, Signal> signals) throws InterruptedException {
        List<String> names = new ArrayList<>();
        try (var files = Files.newDirectoryStream(marks, "*.pid")) {
            for (Path file : files) {
                String name = file.getFileName().toString().replaceFirst("\\.pid$", "");
                Optional<ProcessHandle> process = ProcessMark.read(file).flatMap(ProcessMark::find);
                if (process.isPresent()) {
                    names.add(name);
                    Signals.send(process.get(), Signal.CONT);
                    Signals.end(process.get(), signals.getOrDefault(name, Signal.TERM), STOP_GRACE);
                }
                Files.delete(file);
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return names; // nothing was ever started from here
        } catch (IOException e) {
            throw new OperatingException("end what the last run left behind", e.toString(), "look into " + marks, e);
        }
        return names;
    }

    /** Starts a program, or starts one of that name again, perhaps with another command. */
    public void start(Program program) {
        synchronized (slots) {
            Slot slot = slots.computeIfAbsent(program.name(), name -> new Slot(program));
            slot.program = program;
            slot.wanted = true;
            if (slot.child == null) {
                launch(slot);
            }
        }
    }

    /** Ends a child; it stays down until it is started again. */
    public void stop(String name) throws InterruptedException {
        Child child = takenOut(name, false);
        if (child != null) {
            child.stop(STOP_GRACE);
            emptied(name, child);
        }
    }

    /** Ends a child by force, as a crash would (kill -9). It comes back by itself only when {@code comeBack}. */
    public void kill(String name, boolean comeBack) throws InterruptedException {
        Child child = takenOut(name, comeBack);
        if (child != null) {
            child.kill();
            if (!comeBack) {
                emptied(name, child);
            }
        }
    }

    /** Sends a signal to a child, {@code STOP} and {@code CONT} for example. */
    public void signal(String name, Signal signal) {
        Child child = takenOut(name, true);
        if (child != null) {
            Signals.send(child.handle(), signal);
        }
    }

    /** How often a child ended unasked since it last ran well for a while. */
    public int failures(String name) {
        synchronized (slots) {
            Slot slot = slots.get(name);
            return slot == null ? 0 : slot.failures;
        }
    }

    /** The process numbers of the running children, by name, in the order of their first start. */
    public Map<String, Long> pids() {
        Map<String, Long> pids = new LinkedHashMap<>();
        synchronized (slots) {
            slots.forEach((name, slot) -> {
                if (slot.child != null && slot.child.alive()) {
                    pids.put(name, slot.child.pid());
                }
            });
        }
        return pids;
    }

    @Override
    public void close() {
        restarts.shutdownNow();
        List<String> names;
        synchronized (slots) {
            slots.values().forEach(slot -> slot.wanted = false);
            names = new ArrayList<>(slots.keySet()).reversed();
        }
        try {
            for (String name : names) {
                stop(name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the guard ends what is left
        }
        guard.close();
    }

    private @Nullable Child takenOut(String name, boolean stayWanted) {
        synchronized (slots) {
            Slot slot = slots.get(name);
            if (slot == null) {
                throw new IllegalArgumentException("no child " + name + " among " + slots.keySet());
            }
            slot.wanted &= stayWanted;
            return slot.child;
        }
    }

    private void emptied(String name, Child child) {
        synchronized (slots) {
            Slot slot = slots.get(name);
            if (slot != null && slot.child == child) {
                slot.child = null;
                child.forget();
                watchAll();
            }
        }
    }

    private void launch(Slot slot) {
        Child child = Child.start(slot.program, marks);
        slot.child = child;
        slot.startedTicks = ticks.getAsLong();
        watchAll();
        listener.started(slot.program.name(), child.pid());
        var _ = child.exit().thenAccept(code -> ended(slot, child, code));
    }

    private void ended(Slot slot, Child child, int code) {
        synchronized (slots) {
            if (slot.child != child || !slot.wanted || restarts.isShutdown()) {
                return;
            }
            slot.child = null;
            if (ticks.getAsLong() - slot.startedTicks >= GOOD_WHILE.toNanos()) {
                slot.failures = 0;
            }
            Duration wait = startLater(slot);
            listener.died(slot.program.name(), code, wait);
            watchAll();
        }
    }

    private Duration startLater(Slot slot) {
        slot.failures++;
        Duration wait = backoff.after(slot.failures);
        var _ = restarts.schedule(() -> startAgain(slot), wait.toMillis(), TimeUnit.MILLISECONDS);
        return wait;
    }

    private void startAgain(Slot slot) {
        synchronized (slots) {
            if (!slot.wanted || slot.child != null || restarts.isShutdown()) {
                return;
            }
            try {
                launch(slot);
            } catch (OperatingException e) {
                log.error("{}; trying again in {}", e.getMessage(), startLater(slot));
            }
        }
    }

    private void watchAll() {
        guard.watch(slots.values().stream()
                .flatMap(slot -> Optional.ofNullable(slot.child).stream())
                .map(Child::pid)
                .toList());
    }
}

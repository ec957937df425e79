package trifecta.cli.drill;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import trifecta.cli.ConnectionString;
import trifecta.cli.up.Stack;
import trifecta.service.Clocks;
import trifecta.service.status.Leader;

/** Makes the troubles of a plan happen at their times, each on a thread of its own, and puts right afterwards what does not by itself. */
final class Troublemaker {
    private static final int SLICE_BYTES = 37;
    private static final Duration LATE_BY = Duration.ofMillis(60);
    private static final int CUT_AFTER_BYTES = 20_000;

    private final Rehearsal drill;
    private final Stack stack;
    private final Ways ways;
    private final Path spare;
    private final LongSupplier ticks = Clocks.ticks();
    private final Map<Trouble.Kind, Integer> happened = new EnumMap<>(Trouble.Kind.class);
    /** One at a time does something to the data of a server, or to the deduplicators. */
    private final ReentrantLock servers = new ReentrantLock();

    private final ReentrantLock deduplicators = new ReentrantLock();

    /** @param spare folder for copies of databases */
    Troublemaker(Rehearsal drill, Ways ways, Path spare) {
        this.drill = drill;
        this.stack = drill.stack();
        this.ways = ways;
        this.spare = spare;
    }

    /** How often each kind happened. */
    Map<Trouble.Kind, Integer> happened() {
        return happened;
    }

    /** Makes all of them happen, from now on; returns when the last one is over. */
    void make(List<Trouble> troubles) throws InterruptedException {
        long begin = ticks.getAsLong();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (Trouble trouble : troubles) {
                all.add(threads.submit(() -> {
                    TimeUnit.NANOSECONDS.sleep(begin + trouble.at().toNanos() - ticks.getAsLong());
                    happen(trouble);
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("a trouble did not happen", e.getCause());
        }
    }

    private void happen(Trouble trouble) throws InterruptedException {
        drill.say("   " + trouble.words());
        String gatherer = Stack.gatherer(trouble.line());
        switch (trouble.kind()) {
            case GATHERER_KILLED -> stack.kill(gatherer);
            case GATHERERS_KILLED -> {
                for (int line = 1; line <= stack.settings().lines(); line++) {
                    stack.kill(Stack.gatherer(line));
                }
            }
            case GATHERER_PAUSED -> paused(gatherer, trouble.lasts());
            case LEADER_KILLED, LEADER_PAUSED, STANDBY_KILLED, DEDUPLICATORS_KILLED ->
                one(deduplicators, () -> deduplicator(trouble));
            case RESET -> ways.way(trouble.way()).reset();
            case STALL -> behaving(trouble, new FaultyWay.Manner.Stalled());
            case HALF_OPEN -> behaving(trouble, new FaultyWay.Manner.Swallowing());
            case LATE -> behaving(trouble, new FaultyWay.Manner.Late(LATE_BY));
            case SLICED -> behaving(trouble, new FaultyWay.Manner.Sliced(SLICE_BYTES));
            case CUT_AFTER -> behaving(trouble, new FaultyWay.Manner.CutAfter(CUT_AFTER_BYTES));
            case LINE_DATABASE_KILLED -> one(servers, () -> stack.kill(Stack.server(gatherer)));
            case LINE_DATABASE_LOST -> one(servers, () -> stack.whileDown(gatherer, Folders::delete));
            case LINE_DATABASE_REWOUND -> one(servers, () -> rewind(gatherer, trouble.lasts()));
            case PRODUCTION_KILLED -> one(servers, () -> stack.kill(Stack.server(Stack.PRODUCTION)));
            case PRODUCTION_RESTARTED -> one(servers, () -> stack.whileDown(Stack.PRODUCTION, folder -> {}));
            case PRODUCTION_WITHOUT_SLOTS -> takeSlots(trouble.lasts());
        }
        synchronized (happened) {
            happened.merge(trouble.kind(), 1, Integer::sum);
        }
    }

    private void deduplicator(Trouble trouble) throws InterruptedException {
        @Nullable String leader = Leader.process(drill.statuses()).orElse(null);
        for (int number = 1; number <= stack.settings().deduplicators(); number++) {
            String each = Stack.deduplicator(number);
            boolean leads = each.equals(leader);
            switch (trouble.kind()) {
                case LEADER_PAUSED -> {
                    if (leads) {
                        paused(each, trouble.lasts());
                    }
                }
                case LEADER_KILLED -> killIf(leads, each);
                case STANDBY_KILLED -> killIf(!leads, each);
                default -> stack.kill(each);
            }
        }
    }

    private void killIf(boolean meant, String process) throws InterruptedException {
        if (meant) {
            stack.kill(process);
        }
    }

    private void paused(String process, Duration lasts) throws InterruptedException {
        stack.pause(process);
        try {
            rest(lasts);
        } finally {
            stack.resume(process);
        }
    }

    private void behaving(Trouble trouble, FaultyWay.Manner manner) throws InterruptedException {
        FaultyWay way = ways.way(trouble.way());
        way.behave(manner);
        try {
            rest(trouble.lasts());
        } finally {
            way.behave(new FaultyWay.Manner.Passing());
        }
    }

    /** The database is as it was some seconds ago, as one that was restored from a volume's snapshot. */
    private void rewind(String gatherer, Duration lasts) throws InterruptedException {
        Path copy = spare.resolve(gatherer + "-" + ticks.getAsLong());
        stack.whileDown(gatherer, folder -> Folders.copy(folder, copy));
        rest(lasts);
        stack.whileDown(gatherer, folder -> {
            Folders.delete(folder);
            Folders.copy(copy, folder);
        });
        Folders.delete(copy);
    }

    /** Somebody else takes all connections that production has to give. */
    private void takeSlots(Duration lasts) throws InterruptedException {
        ConnectionString production = ConnectionString.parse(stack.connectionString(Stack.PRODUCTION));
        List<Connection> taken = new ArrayList<>();
        try {
            long end = ticks.getAsLong() + lasts.toNanos();
            while (ticks.getAsLong() < end) {
                try {
                    taken.add(production.connect());
                } catch (SQLException e) {
                    rest(Duration.ofMillis(100)); // none is left, or it is down: take the next one that comes free
                }
            }
        } finally {
            for (Connection each : taken) {
                try {
                    each.close();
                } catch (SQLException e) {
                    drill.say("   a connection was lost already: " + e.getMessage());
                }
            }
        }
    }

    private static void rest(Duration lasts) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(lasts.toNanos());
    }

    /** What is done while nobody else does the like. */
    private interface Deed {
        void doIt() throws InterruptedException;
    }

    private static void one(ReentrantLock lock, Deed deed) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            deed.doIt();
        } finally {
            lock.unlock();
        }
    }
}

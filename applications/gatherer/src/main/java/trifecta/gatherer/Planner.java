package trifecta.gatherer;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Turns the catalogue into what is subscribed: lists markets by REST now and then, and plans anew as soon as the wanted markets or
 * the learned limit change. Two threads of its own, ended by interruption.
 */
final class Planner {
    /** How soon a change is carried out: a market announced now trades in minutes, and some in this moment. */
    private static final Duration STEP = Duration.ofMillis(100);

    /** The first plan waits for the whole listing, so that markets spread evenly, but not longer than this. */
    private static final Duration FIRST_PLAN_MAX = Duration.ofSeconds(5);

    /** After an incomplete listing the next one comes sooner. */
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final GathererConfig config;
    private final Catalogue catalogue;
    private final CatalogueSync sync;
    private final LearnedLimit learned;
    private final BookLinks books;
    private final LongSupplier ticks;
    private final AtomicBoolean listed = new AtomicBoolean();

    Planner(
            GathererConfig config,
            Catalogue catalogue,
            CatalogueSync sync,
            LearnedLimit learned,
            BookLinks books,
            LongSupplier ticks) {
        this.config = config;
        this.catalogue = catalogue;
        this.sync = sync;
        this.learned = learned;
        this.books = books;
        this.ticks = ticks;
    }

    List<Thread> threads() {
        return List.of(
                Thread.ofVirtual().name("catalogue").unstarted(() -> untilInterrupted(this::list)),
                Thread.ofVirtual().name("planner").unstarted(() -> untilInterrupted(this::plan)));
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private static void untilInterrupted(Work work) {
        try {
            work.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void list() throws InterruptedException {
        while (true) {
            boolean complete = sync.list(() -> {});
            listed.set(true);
            Duration pause =
                    complete || config.reconcileInterval().compareTo(RETRY) < 0 ? config.reconcileInterval() : RETRY;
            Thread.sleep(pause);
        }
    }

    private void plan() throws InterruptedException {
        Set<String> planned = Set.of();
        int plannedLimit = learned.markets();
        long beganNanos = ticks.getAsLong();
        while (true) {
            Set<String> wanted = wanted();
            boolean ready = listed.get()
                    || !config.markets().isEmpty()
                    || ticks.getAsLong() - beganNanos > FIRST_PLAN_MAX.toNanos();
            if (ready && (!wanted.equals(planned) || learned.markets() != plannedLimit)) {
                plannedLimit = learned.markets();
                books.plan(wanted);
                planned = wanted;
            }
            Thread.sleep(STEP);
        }
    }

    private Set<String> wanted() {
        return config.markets().isEmpty() ? catalogue.wanted(ticks.getAsLong()) : new TreeSet<>(config.markets());
    }
}

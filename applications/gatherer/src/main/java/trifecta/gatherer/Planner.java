package trifecta.gatherer;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import trifecta.gatherer.Catalogue.Changes;

/**
 * Turns the catalogue into what is subscribed: hands on what changed as soon as it does, and the learned limit with it. A thread of
 * its own, ended by interruption.
 */
final class Planner implements Runnable {
    /** How soon a change is carried out: a market announced now trades in minutes, and some in this moment. */
    private static final Duration STEP = Duration.ofMillis(100);

    /**
     * What a listing shows is planned this often while it goes on: neighbours on a page are alike, and spread over subscriptions the better
     * the more are planned together.
     */
    private static final Duration TOGETHER = Duration.ofSeconds(5);

    private final List<String> only;
    private final Catalogue catalogue;
    private final Reconciliation reconciliation;
    private final CatalogueSync sync;
    private final LearnedLimit learned;
    private final BookLinks books;
    private final LongSupplier ticks;

    /** @param only markets that are captured instead of all, when not empty */
    Planner(
            List<String> only,
            Catalogue catalogue,
            Reconciliation reconciliation,
            CatalogueSync sync,
            LearnedLimit learned,
            BookLinks books,
            LongSupplier ticks) {
        this.only = only;
        this.catalogue = catalogue;
        this.reconciliation = reconciliation;
        this.sync = sync;
        this.learned = learned;
        this.books = books;
        this.ticks = ticks;
    }

    @Override
    public void run() {
        try {
            plan();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void plan() throws InterruptedException {
        int plannedLimit = 0;
        long togetherNanos = ticks.getAsLong();
        boolean begun = false;
        while (true) {
            long nowNanos = ticks.getAsLong();
            boolean listing = sync.isListing() || !reconciliation.hasListed();
            boolean listedToo = !listing || nowNanos - togetherNanos >= TOGETHER.toNanos();
            Changes changes = catalogue.changes(nowNanos, listedToo);
            togetherNanos = listedToo ? nowNanos : togetherNanos;
            if (!only.isEmpty()) {
                changes = new Changes(begun ? List.of() : only, List.of());
            }
            int limit = learned.markets();
            if (!changes.isEmpty() || (begun && limit != plannedLimit)) {
                books.plan(changes, limit);
                plannedLimit = limit;
                begun = true;
            }
            Thread.sleep(STEP);
        }
    }
}

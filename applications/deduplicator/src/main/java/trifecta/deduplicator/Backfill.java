package trifecta.deduplicator;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trifecta.market.Trade;
import trifecta.protocol.rest.HistoricalCutoff;
import trifecta.protocol.rest.Listing;
import trifecta.protocol.rest.Query;
import trifecta.protocol.rest.RestClient;
import trifecta.protocol.rest.RestException;
import trifecta.protocol.rest.RestSettings;
import trifecta.service.Clocks;
import trifecta.store.DatabaseAddress;
import trifecta.store.StoreException;
import trifecta.store.production.Backfills;
import trifecta.store.production.ProductionBatch.BackfillStep;
import trifecta.store.production.ProductionBatch.TradeRow;
import trifecta.store.production.ProductionBatch.TradeSource;

/**
 * Fetches by REST the trades of times that no line covered, and those that somebody asked for: newest first, page by page, each
 * with its progress in one commit of the merge, so that a restart goes on where production stands.
 *
 * <p>On a thread of its own, and never in the way of the merge: when REST or production fails, it tries again.
 */
final class Backfill implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Backfill.class);

    /** The exchange's limit. */
    private static final int TRADES_PER_PAGE = 1000;

    private static final long SECOND = 1_000_000;

    /** REST answers are some 15 s old at most: a range that ended so long ago is told whole, whatever our clock does by minutes. */
    private static final long REST_LAG_MICROS = 600 * SECOND;

    private static final int NO_LINE = 0;

    /**
     * How long to wait.
     *
     * @param look between two looks for ranges
     * @param afterFailure before it is tried again
     */
    record Pauses(Duration look, Duration afterFailure) {
        static final Pauses STANDARD = new Pauses(Duration.ofSeconds(1), Duration.ofSeconds(10));
    }

    private final RestClient rest;
    private final Pauses pauses;
    private final DatabaseAddress production;
    private final BackfillInbox inbox;
    private final InstantSource clock;
    private final SideThread thread;

    private Backfill(
            RestClient rest,
            Pauses pauses,
            DatabaseAddress production,
            BackfillInbox inbox,
            InstantSource clock,
            Consumer<Throwable> failed) {
        this.rest = rest;
        this.pauses = pauses;
        this.production = production;
        this.inbox = inbox;
        this.clock = clock;
        this.thread = new SideThread("backfill", this::run, failed);
    }

    /** Starts. */
    static Backfill start(
            URI base,
            DatabaseAddress production,
            BackfillInbox inbox,
            InstantSource clock,
            Consumer<Throwable> failed) {
        RestClient rest = new RestClient(RestSettings.defaults(base), null, clock, RandomGenerator.getDefault());
        return start(rest, Pauses.STANDARD, production, inbox, clock, failed);
    }

    /**
     * The same.
     *
     * @param rest closed with it
     */
    static Backfill start(
            RestClient rest,
            Pauses pauses,
            DatabaseAddress production,
            BackfillInbox inbox,
            InstantSource clock,
            Consumer<Throwable> failed) {
        Backfill backfill = new Backfill(rest, pauses, production, inbox, clock, failed);
        backfill.thread.start();
        return backfill;
    }

    private void run() throws InterruptedException {
        Duration pause = pauses.look();
        while (!thread.isStopped(pause)) {
            try (Backfills ranges = Backfills.open(production, "trifecta deduplicator backfill")) {
                boolean goesWell = true;
                while (goesWell && !thread.isStopped(pauses.look())) {
                    int _ = ranges.planGaps();
                    Optional<Backfills.Job> next = ranges.next();
                    goesWell = next.isEmpty() || fetched(ranges, next.get());
                }
            } catch (StoreException e) {
                LOG.warn(
                        "backfill: {}; trying again in {} s",
                        e.getMessage(),
                        pauses.afterFailure().toSeconds());
            }
            pause = pauses.afterFailure();
        }
    }

    /** @return false when it failed, and production was told why */
    private boolean fetched(Backfills ranges, Backfills.Job job) throws StoreException, InterruptedException {
        try {
            if (isPast(job)) {
                fetch(ranges, job);
            }
            return true;
        } catch (RestException | FailedPage e) {
            if (e.getCause() instanceof StoreException store) {
                throw store;
            }
            if (e.getCause() instanceof InterruptedException) {
                throw new InterruptedException("told to stop within a page");
            }
            LOG.warn("backfill of {}: {}; it is tried again", job, e.getMessage());
            ranges.failed(job.id(), String.valueOf(e.getMessage()));
            return false;
        }
    }

    /** Whether REST can have everything up to the range's end: it shows something later, or its answers are later for sure. */
    private boolean isPast(Backfills.Job job) throws RestException, InterruptedException {
        if (Clocks.micros(clock.instant()) > job.toMicros() + REST_LAG_MICROS) {
            return true;
        }
        List<Trade> newest = new ArrayList<>();
        Listing _ = rest.trades(Query.ALL.from(job.toMicros() / SECOND).limit(TRADES_PER_PAGE), newest::addAll);
        return newest.stream().anyMatch(trade -> trade.exchangeMicros() >= job.toMicros());
    }

    private void fetch(Backfills ranges, Backfills.Job job) throws RestException, InterruptedException {
        HistoricalCutoff cutoff = rest.historicalCutoff();
        long older = cutoff.tradesCreatedMicros();
        if (older > Clocks.micros(clock.instant()) + REST_LAG_MICROS) {
            throw new FailedPage("the exchange says that its history reaches into the future: " + at(older), null);
        }
        if (job.toMicros() > older) {
            boolean isLast = job.fromMicros() >= older;
            long from = Math.max(job.fromMicros(), older);
            TradePages pages = new TradePages(from, job.toMicros());
            Listing recent = rest.trades(query(job, from), page -> store(ranges, job, pages, page));
            complete(recent);
            long now = rest.historicalCutoff().tradesCreatedMicros();
            if (now > Math.max(job.fromMicros(), older)) {
                throw new FailedPage("the exchange moved trades into its history meanwhile", null);
            }
            finish(ranges, job, isLast ? job.fromMicros() : older, isLast);
        }
        if (job.fromMicros() < older) {
            TradePages pages = new TradePages(job.fromMicros(), job.toMicros());
            Listing history =
                    rest.historicalTrades(query(job, job.fromMicros()), page -> store(ranges, job, pages, page));
            complete(history);
            finish(ranges, job, job.fromMicros(), true);
        }
        LOG.info("trades from {} to {} are backfilled", at(job.fromMicros()), at(job.toMicros()));
    }

    private static Query query(Backfills.Job job, long fromMicros) {
        Query query = Query.ALL
                .from(Math.floorDiv(fromMicros, SECOND))
                .until(Math.ceilDiv(job.toMicros(), SECOND))
                .limit(TRADES_PER_PAGE);
        String market = job.market();
        return market == null ? query : query.market(market);
    }

    private static void complete(Listing listing) {
        if (!listing.isComplete()) {
            throw new FailedPage("the listing of trades is not whole: " + listing, null);
        }
    }

    /** One page, newest first: behind its last trade everything is there now. */
    private void store(Backfills ranges, Backfills.Job job, TradePages pages, List<Trade> page) {
        if (page.isEmpty()) {
            return;
        }
        String problem = pages.problem(page);
        if (problem != null) {
            throw new FailedPage(problem, null);
        }
        long reached = Math.clamp(pages.reachedMicros(), job.fromMicros(), job.toMicros());
        deliver(ranges, page, new BackfillStep(job.id(), reached, page.size(), false));
    }

    private void finish(Backfills ranges, Backfills.Job job, long reachedMicros, boolean isLast) {
        deliver(ranges, List.of(), new BackfillStep(job.id(), reachedMicros, 0, isLast));
    }

    private void deliver(Backfills ranges, List<Trade> trades, BackfillStep step) {
        try {
            List<Long> seqs = trades.isEmpty()
                    ? List.of()
                    : ranges.seqsFor(trades.stream().map(Trade::exchangeMicros).toList());
            long now = Clocks.micros(clock.instant());
            List<TradeRow> rows = new ArrayList<>(trades.size());
            for (int i = 0; i < trades.size(); i++) {
                rows.add(new TradeRow(seqs.get(i), trades.get(i), TradeSource.REST, NO_LINE, now));
            }
            while (!inbox.deliver(rows, step)) {
                LOG.info("the merge began anew, giving it {} backfilled trades again", rows.size());
            }
        } catch (StoreException e) {
            throw new FailedPage(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            throw new FailedPage("told to stop", e);
        }
    }

    private static String at(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }

    /** Carries a failure through a listing. */
    private static final class FailedPage extends RuntimeException {
        FailedPage(String message, @Nullable Exception cause) {
            super(message, cause);
        }
    }

    @Override
    public void close() {
        thread.close();
        rest.close();
    }
}

package trifecta.deduplicator;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trifecta.protocol.rest.Listing;
import trifecta.protocol.rest.MarketStatus;
import trifecta.protocol.rest.Query;
import trifecta.protocol.rest.RestClient;
import trifecta.protocol.rest.RestException;
import trifecta.protocol.rest.RestMarket;
import trifecta.protocol.rest.RestSettings;
import trifecta.store.DatabaseAddress;
import trifecta.store.StoreException;
import trifecta.store.production.MetadataWriter;

/**
 * Keeps names, times and states of series, events and markets in production as the exchange's REST interface tells them: once whole
 * at the start, then again at every interval; in between only what was updated since.
 *
 * <p>On a thread of its own, and never in the way of the merge: when REST or production fails, the next turn tries again.
 */
final class MetadataSync implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MetadataSync.class);

    /** Turns that ask only for what changed, between two whole ones. */
    private static final int UPDATES_BETWEEN = 20;
    /** Once more soon: the lines' ends before a restart, and with them what lacks, are merged after it. */
    private static final int AGAIN_WHOLE = 1;
    /** Overlap of updates, since the exchange's answers may be some seconds old. */
    private static final long OVERLAP_SECONDS = 60;

    private static final int MARKETS_PER_PAGE = 1000;
    private static final int EVENTS_PER_PAGE = 200;

    private final RestClient rest;
    private final DatabaseAddress production;
    private final LackingMarkets lacking;
    private final Duration pause;
    private final InstantSource clock;
    private final SideThread thread;

    private MetadataSync(
            RestClient rest,
            DatabaseAddress production,
            LackingMarkets lacking,
            Duration interval,
            InstantSource clock,
            Consumer<Throwable> failed) {
        this.rest = rest;
        this.production = production;
        this.lacking = lacking;
        this.pause = interval.dividedBy(UPDATES_BETWEEN);
        this.clock = clock;
        this.thread = new SideThread("metadata", this::run, failed);
    }

    /**
     * Starts.
     *
     * @param lacking is told which of its markets are over, or unknown to the exchange, by two whole listings one after the other
     */
    static MetadataSync start(
            URI base,
            DatabaseAddress production,
            LackingMarkets lacking,
            Duration interval,
            InstantSource clock,
            Consumer<Throwable> failed) {
        RestClient rest = new RestClient(RestSettings.defaults(base), null, clock, RandomGenerator.getDefault());
        MetadataSync sync = new MetadataSync(rest, production, lacking, interval, clock, failed);
        sync.thread.start();
        return sync;
    }

    private void run() throws InterruptedException {
        int turn = 0;
        Set<String> goneBefore = new HashSet<>();
        Instant since = Instant.EPOCH;
        do {
            Instant begin = clock.instant();
            boolean whole = turn % UPDATES_BETWEEN == 0 || turn == AGAIN_WHOLE;
            try (MetadataWriter writer = MetadataWriter.open(production, "trifecta deduplicator metadata")) {
                Query query = whole ? Query.ALL : Query.ALL.updatedSince(since.getEpochSecond() - OVERLAP_SECONDS);
                Set<String> gone = new HashSet<>(whole ? lacking.now() : Set.of());
                if (synchronise(writer, query, gone) && whole) {
                    goneBefore.retainAll(gone); // one listing may be wrong
                    lacking.gone(Set.copyOf(goneBefore));
                    goneBefore = gone;
                }
                since = begin;
                turn++;
            } catch (RestException | StoreException | FailedPage e) {
                LOG.warn("metadata: {}; trying again in {} s", e.getMessage(), pause.toSeconds());
            }
        } while (!thread.isStopped(pause));
    }

    /**
     * Writes what a query answers.
     *
     * @param gone loses the markets that are listed and not over
     * @return whether all markets were listed
     */
    private boolean synchronise(MetadataWriter writer, Query query, Set<String> gone)
            throws RestException, InterruptedException {
        complete("series", rest.series(query, page -> write(() -> writer.series(MetadataMapping.series(page)))));
        complete(
                "events",
                rest.events(
                        query.limit(EVENTS_PER_PAGE),
                        page -> write(() -> writer.events(MetadataMapping.events(page)))));
        return complete("markets", rest.markets(query.limit(MARKETS_PER_PAGE), page -> {
            write(() -> writer.markets(MetadataMapping.markets(page)));
            page.stream()
                    .filter(MetadataSync::mayStillTrade)
                    .map(RestMarket::ticker)
                    .forEach(gone::remove);
        }));
    }

    private static boolean mayStillTrade(RestMarket market) {
        MarketStatus status = market.status();
        return status == null || !status.isOver();
    }

    private static boolean complete(String what, Listing listing) {
        if (!listing.isComplete()) {
            LOG.warn("metadata: the listing of {} is not whole: {}", what, listing);
        }
        return listing.isComplete();
    }

    private static void write(StoreCall call) {
        try {
            call.run();
        } catch (StoreException e) {
            throw new FailedPage(e);
        }
    }

    /** A call of the store. */
    private interface StoreCall {
        int run() throws StoreException;
    }

    /** Carries a store's failure through a listing. */
    private static final class FailedPage extends RuntimeException {
        FailedPage(StoreException cause) {
            super(cause.getMessage(), cause);
        }
    }

    @Override
    public void close() {
        thread.close();
        rest.close();
    }
}

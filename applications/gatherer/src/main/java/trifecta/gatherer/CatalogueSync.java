package trifecta.gatherer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trifecta.protocol.rest.Listing;
import trifecta.protocol.rest.MarketStatus;
import trifecta.protocol.rest.Query;
import trifecta.protocol.rest.RestClient;
import trifecta.protocol.rest.RestException;
import trifecta.protocol.rest.RestMarket;

/**
 * Asks the exchange for its markets by REST and tells the catalogue: all of them, or those that began and ended of late, which finds
 * what the lifecycle channel failed to say for a page or two instead of a thousand. One thread, but for {@link #isListing}.
 */
final class CatalogueSync {
    private static final Logger log = LoggerFactory.getLogger(CatalogueSync.class);

    /** What the exchange allows. */
    private static final int PAGE_MARKETS = 1000;

    /** In the order of a market's life, so that one that moves on meanwhile is listed twice rather than not at all. */
    private static final List<String> STATUSES = List.of("unopened", "open", "paused");

    private final RestClient rest;
    private final Catalogue catalogue;
    private final Query all;
    private final LongSupplier ticks;
    private volatile boolean listing;

    /** @param combos whether markets that combine others are wanted too */
    CatalogueSync(RestClient rest, Catalogue catalogue, boolean combos, LongSupplier ticks) {
        this.rest = rest;
        this.catalogue = catalogue;
        this.all = (combos ? Query.ALL : Query.ALL.combos("exclude")).limit(PAGE_MARKETS);
        this.ticks = ticks;
    }

    /** Whether a listing of all markets is under way; any thread. */
    boolean isListing() {
        return listing;
    }

    /** One whole round. @return whether it was complete */
    boolean list() throws InterruptedException {
        listing = true;
        try {
            catalogue.begin(ticks.getAsLong());
            boolean complete = true;
            for (String status : STATUSES) {
                complete &= pages(status + " markets", all.status(status), page -> catalogue.seen(tickers(page)));
            }
            if (complete) {
                catalogue.complete();
            }
            return complete;
        } finally {
            listing = false;
        }
    }

    /**
     * What began or ended since then. A status cannot be asked for together with the time of creation everywhere, so that those that are
     * over already come too.
     *
     * @return whether it was complete
     */
    boolean catchUp(long sinceEpochSecond) throws InterruptedException {
        String since = Long.toString(sinceEpochSecond);
        boolean created = pages("markets created of late", all.with("min_created_ts", since), page -> {
            List<RestMarket> alive =
                    page.stream().filter(CatalogueSync::isWanted).toList();
            catalogue.seen(tickers(alive));
        });
        boolean settled = pages(
                "markets settled of late",
                all.status("settled").with("min_settled_ts", since),
                page -> catalogue.settled(tickers(page), ticks.getAsLong()));
        return created && settled;
    }

    private boolean pages(String what, Query query, Consumer<List<RestMarket>> page) throws InterruptedException {
        try {
            Listing listed = rest.markets(query, page);
            if (!listed.isComplete()) {
                log.warn("the listing of {} is not complete: {}", what, listed);
            }
            return listed.isComplete();
        } catch (RestException e) {
            log.warn("list {}: {}; {}", what, e.getMessage(), e.hint());
            return false;
        }
    }

    private static boolean isWanted(RestMarket market) {
        MarketStatus status = market.status();
        return status != null && !status.isOver();
    }

    private static List<String> tickers(List<RestMarket> page) {
        List<String> tickers = new ArrayList<>(page.size());
        for (RestMarket market : page) {
            tickers.add(market.ticker());
        }
        return tickers;
    }
}

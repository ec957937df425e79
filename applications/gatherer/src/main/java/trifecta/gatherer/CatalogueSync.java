package trifecta.gatherer;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trifecta.protocol.rest.Listing;
import trifecta.protocol.rest.Query;
import trifecta.protocol.rest.RestClient;
import trifecta.protocol.rest.RestException;
import trifecta.protocol.rest.RestMarket;

/** Lists the exchange's markets by REST and tells the catalogue. One thread. */
final class CatalogueSync {
    private static final Logger log = LoggerFactory.getLogger(CatalogueSync.class);

    /** What the exchange allows. */
    private static final int PAGE_MARKETS = 1000;

    /** In the order of a market's life, so that one that moves on meanwhile is listed twice rather than not at all. */
    private static final List<String> STATUSES = List.of("unopened", "open", "paused");

    private final RestClient rest;
    private final Catalogue catalogue;
    private final LongSupplier ticks;

    CatalogueSync(RestClient rest, Catalogue catalogue, LongSupplier ticks) {
        this.rest = rest;
        this.catalogue = catalogue;
        this.ticks = ticks;
    }

    /** One whole round. @return whether it was complete */
    boolean list(Runnable afterPage) throws InterruptedException {
        long beganNanos = ticks.getAsLong();
        Set<String> all = new HashSet<>();
        boolean complete = true;
        for (String status : STATUSES) {
            try {
                Listing listing = rest.markets(Query.ALL.status(status).limit(PAGE_MARKETS), page -> {
                    Set<String> tickers = new HashSet<>();
                    for (RestMarket market : page) {
                        tickers.add(market.ticker());
                    }
                    all.addAll(tickers);
                    catalogue.seen(tickers);
                    afterPage.run();
                });
                if (!listing.isComplete()) {
                    complete = false;
                    log.warn("the listing of {} markets is not complete: {}", status, listing);
                }
            } catch (RestException e) {
                complete = false;
                log.warn("list {} markets: {}; {}", status, e.getMessage(), e.hint());
            }
        }
        if (complete) {
            catalogue.listed(all, beganNanos);
        }
        return complete;
    }
}

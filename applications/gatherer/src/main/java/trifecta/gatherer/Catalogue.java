package trifecta.gatherer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import trifecta.market.Lifecycle;

/**
 * Which markets are wanted: those that REST lists, and those that the lifecycle channel announces before REST does. REST may be 15 s
 * behind and its pages move while they are read, so a market goes only when two complete listings in a row lack it, or some time
 * after the exchange determined it. Tells what changed, since a million markets are too many to compare. Safe for any thread; times
 * are monotonic nanoseconds.
 */
final class Catalogue {
    /** REST may be 15 s behind; four times that, for a market that only the lifecycle channel has named. */
    static final Duration REST_LAG = Duration.ofSeconds(60);

    /** After its determination a market stays this long, so that what is still under way on its subscription arrives. */
    static final Duration FAREWELL = Duration.ofSeconds(30);

    private static final int MISSED_LISTINGS = 2;

    /**
     * What changed since the last time.
     *
     * @param more wanted from now on
     * @param less wanted no longer
     */
    record Changes(List<String> more, List<String> less) {
        boolean isEmpty() {
            return more.isEmpty() && less.isEmpty();
        }
    }

    /** One a market, so nothing that few markets need. */
    private static final class Wanted {
        /** Number of the last listing that showed it. */
        int listing;

        int missed;
    }

    private final long farewellNanos;
    private final Map<String, Wanted> markets = new HashMap<>();
    /** When markets were announced, in that order; forgotten as soon as REST has to know them. */
    private final Map<String, Long> announced = new LinkedHashMap<>();
    /** When markets leave, in that order. */
    private final Map<String, Long> leaving = new LinkedHashMap<>();

    private final Set<String> moreAnnounced = new LinkedHashSet<>();
    private final Set<String> moreListed = new LinkedHashSet<>();
    private final Set<String> less = new LinkedHashSet<>();
    private int listing;
    private long listingBeganNanos;

    Catalogue() {
        this(FAREWELL);
    }

    /** @param farewell how long a determined market stays */
    Catalogue(Duration farewell) {
        this.farewellNanos = farewell.toNanos();
    }

    /** All wanted markets, as they are now. */
    synchronized List<String> tickers() {
        return List.copyOf(markets.keySet());
    }

    synchronized int size() {
        return markets.size();
    }

    /**
     * What changed since the last call.
     *
     * @param listedToo whether to take those that a listing showed; while one goes on they are better taken many at a time
     */
    synchronized Changes changes(long nowNanos, boolean listedToo) {
        for (Iterator<Map.Entry<String, Long>> each = leaving.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<String, Long> first = each.next();
            if (nowNanos - first.getValue() < 0) {
                break;
            }
            each.remove();
            leave(first.getKey());
        }
        List<String> more = new ArrayList<>(moreAnnounced);
        moreAnnounced.clear();
        if (listedToo) {
            more.addAll(moreListed);
            moreListed.clear();
        }
        Changes changes = new Changes(more, new ArrayList<>(less));
        less.clear();
        return changes;
    }

    /** A listing of all markets that are open or will be begins. */
    synchronized void begin(long nowNanos) {
        listing++;
        listingBeganNanos = nowNanos;
        announced.values().removeIf(at -> nowNanos - at >= REST_LAG.toNanos());
    }

    /** A page shows these markets, open or to be opened: they are wanted whether or not its listing is completed. */
    synchronized void seen(Collection<String> tickers) {
        for (String ticker : tickers) {
            Wanted one = markets.get(ticker);
            if (one == null) {
                one = want(ticker, moreListed);
            }
            one.listing = listing;
            one.missed = 0;
        }
    }

    /** The listing that began last is complete: what it does not show is missed. */
    synchronized void complete() {
        List<String> gone = new ArrayList<>();
        markets.forEach((ticker, one) -> {
            if (one.listing != listing && !isTooNew(ticker) && ++one.missed >= MISSED_LISTINGS) {
                gone.add(ticker);
            }
        });
        gone.forEach(this::leave);
    }

    private boolean isTooNew(String ticker) {
        Long at = announced.get(ticker);
        return at != null && listingBeganNanos - at < REST_LAG.toNanos();
    }

    /** REST shows these markets as settled. */
    synchronized void settled(Collection<String> tickers, long nowNanos) {
        tickers.forEach(ticker -> sayFarewell(ticker, nowNanos));
    }

    /**
     * An announcement of the exchange.
     *
     * @return whether the wanted markets change by it
     */
    synchronized boolean announced(Lifecycle lifecycle, long nowNanos) {
        String ticker = lifecycle.subject();
        return switch (lifecycle.eventType()) {
            case "created", "activated" -> {
                boolean isNew = !markets.containsKey(ticker);
                if (isNew) {
                    want(ticker, moreAnnounced);
                }
                announced.remove(ticker);
                announced.put(ticker, nowNanos);
                leaving.remove(ticker);
                yield isNew;
            }
            case "determined", "settled" -> {
                sayFarewell(ticker, nowNanos);
                yield false;
            }
            default -> false;
        };
    }

    private void sayFarewell(String ticker, long nowNanos) {
        if (markets.containsKey(ticker)) {
            leaving.putIfAbsent(ticker, nowNanos + farewellNanos);
        }
    }

    private Wanted want(String ticker, Set<String> more) {
        Wanted one = new Wanted();
        one.listing = listing;
        markets.put(ticker, one);
        if (!less.remove(ticker)) {
            more.add(ticker);
        }
        return one;
    }

    private void leave(String ticker) {
        @Nullable Wanted was = markets.remove(ticker);
        leaving.remove(ticker);
        announced.remove(ticker);
        if (was != null && !moreAnnounced.remove(ticker) && !moreListed.remove(ticker)) {
            less.add(ticker);
        }
    }
}

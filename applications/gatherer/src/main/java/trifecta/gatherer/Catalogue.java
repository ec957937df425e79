package trifecta.gatherer;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import trifecta.market.Lifecycle;

/**
 * Which markets are wanted: those that REST lists, and those that the lifecycle channel announces before REST does. REST may be 15 s
 * behind and its pages move while they are read, so a market goes only when two complete listings in a row lack it, or some time
 * after the exchange determined it. Safe for any thread; times are monotonic nanoseconds.
 */
final class Catalogue {
    /** REST may be 15 s behind; four times that, for a market that only the lifecycle channel has named. */
    static final Duration REST_LAG = Duration.ofSeconds(60);

    /** After its determination a market stays this long, so that what is still under way on its subscription arrives. */
    static final Duration FAREWELL = Duration.ofSeconds(30);

    private static final int MISSED_LISTINGS = 2;

    private static final class Wanted {
        long announcedNanos;
        boolean announced;
        boolean leaving;
        long leavesNanos;
        int missed;
    }

    private final Map<String, Wanted> markets = new HashMap<>();

    /** The markets to capture now. */
    synchronized Set<String> wanted(long nowNanos) {
        for (Iterator<Wanted> each = markets.values().iterator(); each.hasNext(); ) {
            Wanted one = each.next();
            if (one.leaving && nowNanos - one.leavesNanos >= 0) {
                each.remove();
            }
        }
        return new TreeSet<>(markets.keySet());
    }

    synchronized int size() {
        return markets.size();
    }

    /** A complete listing of the markets that are open or will be. */
    synchronized void listed(Set<String> tickers, long beganNanos) {
        for (String ticker : tickers) {
            markets.computeIfAbsent(ticker, unknown -> new Wanted()).missed = 0;
        }
        markets.entrySet().removeIf(entry -> {
            Wanted one = entry.getValue();
            boolean tooNew = one.announced && beganNanos - one.announcedNanos < REST_LAG.toNanos();
            return !tickers.contains(entry.getKey()) && !tooNew && ++one.missed >= MISSED_LISTINGS;
        });
    }

    /** Pages of a listing that was not completed: markets to add, none to give back. */
    synchronized void seen(Set<String> tickers) {
        for (String ticker : tickers) {
            markets.computeIfAbsent(ticker, unknown -> new Wanted()).missed = 0;
        }
    }

    /**
     * An announcement of the exchange.
     *
     * @return whether the wanted markets change by it
     */
    synchronized boolean announced(Lifecycle lifecycle, long nowNanos) {
        return switch (lifecycle.eventType()) {
            case "created", "activated" -> {
                boolean isNew = !markets.containsKey(lifecycle.subject());
                Wanted one = markets.computeIfAbsent(lifecycle.subject(), unknown -> new Wanted());
                one.announced = true;
                one.announcedNanos = nowNanos;
                one.leaving = false;
                yield isNew;
            }
            case "determined", "settled" -> {
                Wanted one = markets.get(lifecycle.subject());
                if (one != null && !one.leaving) {
                    one.leaving = true;
                    one.leavesNanos = nowNanos + FAREWELL.toNanos();
                }
                yield false;
            }
            default -> false;
        };
    }
}

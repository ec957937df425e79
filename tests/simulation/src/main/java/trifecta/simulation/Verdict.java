package trifecta.simulation;

import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import trifecta.market.BookChange;
import trifecta.market.Times;
import trifecta.market.Trade;
import trifecta.simulation.World.Happened;
import trifecta.store.production.Loaded;
import trifecta.store.production.ProductionBatch;
import trifecta.store.production.ProductionBatch.TradeRow;

/** Holds production against what really happened. */
final class Verdict {
    private final World world;

    Verdict(World world) {
        this.world = world;
    }

    /** Nothing in production that did not happen, nothing twice, nothing in another order; and everything that it claims to have. */
    void isSafe(Contents production) {
        for (String market : world.markets) {
            List<Happened> truth = world.books.getOrDefault(market, List.of());
            List<Loaded.Row> path = List.copyOf(production.path(market).values());
            embeds(market, truth, path, event -> false, "is doubled, was never or stands in another order");
            List<Contents.Claim> claims = production.claims(market);
            embeds(
                    market,
                    truth,
                    path,
                    event -> isClaimed(claims, truth.get(event)),
                    "is claimed and not there: " + claims);
        }
        for (String market : world.markets) {
            gapsAreTold(
                    market,
                    world.books.getOrDefault(market, List.of()),
                    List.copyOf(production.path(market).values()));
        }
        trades(production);
        lives(production);
    }

    /** Where something that happened is not in a path, the row behind it opens a run, or the path is in dispute there. */
    private static void gapsAreTold(String market, List<Happened> truth, List<Loaded.Row> path) {
        BitSet unbroken = new BitSet(path.size() + 1);
        BitSet behindGap = new BitSet(path.size() + 1);
        behindGap.set(0);
        for (Happened event : truth) {
            BitSet next = new BitSet(path.size() + 1);
            for (int at = 0; at < path.size(); at++) {
                boolean tellsGap = path.get(at).opensRun()
                        || path.get(at).disputed()
                        || (at > 0 && path.get(at - 1).disputed());
                if ((unbroken.get(at) || (behindGap.get(at) && tellsGap)) && isSame(event, path.get(at))) {
                    next.set(at + 1);
                }
            }
            behindGap.or(unbroken);
            unbroken = next;
        }
        if (!unbroken.get(path.size()) && !behindGap.get(path.size())) {
            int last = Math.max(unbroken.length(), behindGap.length()) - 1;
            throw new Violation(
                    market + ": a gap is not told before row " + last + " of " + path.size() + ": " + path.get(last));
        }
    }

    /** Each told once at most, as it was. */
    private void lives(Contents production) {
        Set<String> known = new HashSet<>();
        world.lives.forEach(life -> known.add(life.content()));
        for (ProductionBatch.LifecycleRow row : production.lifecycle()) {
            if (!known.remove(row.lifecycle().content())) {
                throw new Violation("of a market's life, doubled or never was: " + row);
            }
        }
    }

    private static boolean isClaimed(List<Contents.Claim> claims, Happened event) {
        long at = event.change().exchangeMicros();
        return claims.stream().anyMatch(claim -> claim.fromMicros() <= at && at < claim.toMicros());
    }

    /** What happened from a time on is claimed by some line, but for the very last: what tells no later time proves nothing more. */
    void isClaimedSince(Contents production, long micros) {
        long until = world.books.values().stream()
                .flatMap(List::stream)
                .filter(event -> !event.replaced())
                .mapToLong(event -> event.change().exchangeMicros())
                .max()
                .orElse(0);
        for (String market : world.markets) {
            List<Contents.Claim> claims = production.claims(market);
            for (Happened event : world.books.getOrDefault(market, List.of())) {
                long at = event.change().exchangeMicros();
                if (at >= micros && at < until && !isClaimed(claims, event)) {
                    throw new Violation(market + ": " + event + " is not claimed by any line; claims: " + claims);
                }
            }
        }
    }

    /** Everything that some line received and that its journal or its database still had. */
    void hasAll(Contents production, Received received) {
        for (String market : world.markets) {
            List<Happened> truth = world.books.getOrDefault(market, List.of());
            embeds(
                    market,
                    truth,
                    List.copyOf(production.path(market).values()),
                    event -> received.has(market, truth.get(event)),
                    "is lost");
        }
        received.trades().stream()
                .filter(id -> !production.trades().containsKey(id))
                .findFirst()
                .ifPresent(id -> {
                    throw new Violation("trade " + id + " is lost");
                });
    }

    /**
     * Whether the path is what happened with something left out, and nothing of what must be there: all places in the path where one can
     * stand after each event are followed.
     */
    private static void embeds(
            String market, List<Happened> truth, List<Loaded.Row> path, IntPredicate mustBeThere, String fault) {
        BitSet places = new BitSet(path.size() + 1);
        places.set(0);
        for (int event = 0; event < truth.size(); event++) {
            BitSet next = mustBeThere.test(event) ? new BitSet(path.size() + 1) : (BitSet) places.clone();
            for (int at = places.nextSetBit(0); at >= 0 && at < path.size(); at = places.nextSetBit(at + 1)) {
                if (isSame(truth.get(event), path.get(at))) {
                    next.set(at + 1);
                }
            }
            if (next.isEmpty()) {
                throw new Violation(market + ": " + truth.get(event) + ", event " + event + ", " + fault);
            }
            places = next;
        }
        if (!places.get(path.size())) {
            throw new Violation(market + ": row " + (places.length() - 1) + " of " + path.size() + " " + fault + ": "
                    + path.get(places.length() - 1));
        }
    }

    private static boolean isSame(Happened event, Loaded.Row row) {
        BookChange one = event.change();
        BookChange other = row.change();
        boolean isThen = other.exchangeMicros() == Times.ABSENT
                || other.exchangeMicros() == one.exchangeMicros()
                || other.exchangeMicros() == one.exchangeMicros() / 1000 * 1000;
        return isThen
                && event.replaced() == row.replaced()
                && one.side() == other.side()
                && one.priceMicros() == other.priceMicros()
                && one.deltaHundredths() == other.deltaHundredths()
                && one.sizeAfter() == other.sizeAfter()
                && one.bookHash() == other.bookHash();
    }

    private void trades(Contents production) {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < world.trades.size(); i++) {
            places.put(world.trades.get(i).tradeId(), i);
        }
        int place = -1;
        for (TradeRow row : production.trades().values().stream()
                .sorted(Comparator.comparingLong(TradeRow::seq))
                .toList()) {
            Trade trade = row.trade();
            int at = places.getOrDefault(trade.tradeId(), -1);
            if (at < 0
                    || !world.trades
                            .get(at)
                            .equals(timed(trade, world.trades.get(at).exchangeMicros()))) {
                throw new Violation("a trade that never was: " + row);
            }
            if (trade.exchangeMicros() != Times.ABSENT) {
                if (trade.exchangeMicros() != world.trades.get(at).exchangeMicros() || at <= place) {
                    throw new Violation("trades in another order, or at another time: " + row);
                }
                place = at;
            }
        }
    }

    private static Trade timed(Trade trade, long micros) {
        return new Trade(
                trade.tradeId(),
                trade.market(),
                micros,
                trade.yesPriceMicros(),
                trade.noPriceMicros(),
                trade.countHundredths(),
                trade.takerSide(),
                trade.takerBookSide(),
                trade.blockTrade());
    }
}

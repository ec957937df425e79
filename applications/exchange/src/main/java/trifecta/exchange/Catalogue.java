package trifecta.exchange;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import trifecta.market.Trade;
import trifecta.service.status.Counters;

/** All markets by ticker, in the order of their listing, with the trades of late. Owned by the sequencer. */
final class Catalogue {
    /** Trades held for REST, over all markets. */
    static final int TRADES_HELD_MAX = 200_000;

    private final Map<String, Market> byTicker = new LinkedHashMap<>();
    private final List<Market> inOrder = new ArrayList<>();
    private final ArrayDeque<PastTrade> trades = new ArrayDeque<>();
    private final ArrayDeque<Market> marketsOfTrades = new ArrayDeque<>();
    private final Counters<Counts> counters;
    private long tradesSeen;

    Catalogue(Counters<Counts> counters) {
        this.counters = counters;
    }

    Market add(MarketFacts facts, MarketStatus status, long closeMicros) {
        Market market = new Market(inOrder.size() + 1, facts, status, closeMicros);
        if (byTicker.putIfAbsent(facts.ticker(), market) != null) {
            throw new IllegalArgumentException(facts.ticker() + " is listed already");
        }
        inOrder.add(market);
        return market;
    }

    Optional<Market> find(String ticker) {
        return Optional.ofNullable(byTicker.get(ticker));
    }

    /** In the order of their listing. */
    List<Market> markets() {
        return inOrder;
    }

    void traded(Market market, Trade trade) {
        PastTrade past = new PastTrade(++tradesSeen, trade);
        market.traded(past);
        trades.addLast(past);
        marketsOfTrades.addLast(market);
        if (trades.size() > TRADES_HELD_MAX) {
            trades.removeFirst();
            marketsOfTrades.removeFirst().trades().removeFirst();
            counters.increment(Counts.TRADES_FORGOTTEN);
        }
    }

    /** The trades of all markets that are still held, oldest first. */
    ArrayDeque<PastTrade> trades() {
        return trades;
    }

    /** The markets of each event, events in the order of their first market. */
    Map<String, List<Market>> events() {
        return groups(inOrder);
    }

    private static Map<String, List<Market>> groups(Collection<Market> markets) {
        Map<String, List<Market>> groups = new LinkedHashMap<>();
        for (Market market : markets) {
            groups.computeIfAbsent(market.facts().eventTicker(), any -> new ArrayList<>())
                    .add(market);
        }
        return groups;
    }
}

package trifecta.exchange;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import trifecta.market.Times;
import trifecta.market.Trade;
import trifecta.service.status.Counters;

/**
 * All markets by ticker, in the order of their listing, with the trades of late. Settled ones are forgotten after a while, so that an
 * exchange that runs for weeks stays as large as it was. Owned by the sequencer.
 */
final class Catalogue {
    /** Trades held for REST, over all markets. */
    static final int TRADES_HELD_MAX = 200_000;

    private static final long FORGET_EVERY_MICROS = 1_000_000;

    /** A look at all markets is put off by this much for each, so that it stays a small part of the work. */
    private static final long FORGET_LATER_MICROS = 10;

    private final Map<String, Market> byTicker = new HashMap<>();
    private final Serials<Market> markets = new Serials<>(Market::key);
    private final Map<String, MarketGroup> eventsByTicker = new HashMap<>();
    private final Serials<MarketGroup> events = new Serials<>(MarketGroup::serial);
    private final Map<String, Series> series = new LinkedHashMap<>();
    private final ArrayDeque<PastTrade> trades = new ArrayDeque<>();
    private final ArrayDeque<Market> marketsOfTrades = new ArrayDeque<>();
    private final Counters<Counts> counters;
    private final long settledKeptMicros;
    private int marketsSeen;
    private long eventsSeen;
    private long tradesSeen;
    private long lookedMicros;

    /**
     * A series; there are few, and all are kept.
     *
     * @param serial in the order of their first market, from 1
     */
    record Series(long serial, MarketFacts facts, long createdMicros) {}

    /**
     * The markets of one event that are still known.
     *
     * @param serial in the order of their first market, from 1
     */
    record MarketGroup(long serial, List<Market> markets) {}

    /**
     * @param settledKeptMicros a settled market is forgotten after so long
     */
    Catalogue(Counters<Counts> counters, long settledKeptMicros) {
        this.counters = counters;
        this.settledKeptMicros = settledKeptMicros;
    }

    Market add(MarketFacts facts, MarketStatus status, long closeMicros) {
        Market market = new Market(++marketsSeen, facts, status, closeMicros);
        if (byTicker.putIfAbsent(facts.ticker(), market) != null) {
            throw new IllegalArgumentException(facts.ticker() + " is listed already");
        }
        markets.add(market);
        eventsByTicker
                .computeIfAbsent(facts.eventTicker(), any -> newEvent())
                .markets()
                .add(market);
        series.computeIfAbsent(
                facts.seriesTicker(), any -> new Series(series.size() + 1L, facts, facts.createdMicros()));
        return market;
    }

    private MarketGroup newEvent() {
        MarketGroup event = new MarketGroup(++eventsSeen, new ArrayList<>());
        events.add(event);
        return event;
    }

    Optional<Market> find(String ticker) {
        return Optional.ofNullable(byTicker.get(ticker));
    }

    /** In the order of their listing; each has a larger key than the one before. */
    Serials<Market> markets() {
        return markets;
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

    /** The events in the order of their first market. */
    Serials<MarketGroup> events() {
        return events;
    }

    Optional<MarketGroup> event(String ticker) {
        return Optional.ofNullable(eventsByTicker.get(ticker));
    }

    /** The series by ticker, in the order of their first market. */
    Map<String, Series> series() {
        return series;
    }

    /** Forgets the markets that were settled long enough ago, except those that somebody still listens to. */
    void forgetSettled(long nowMicros) {
        if (nowMicros - lookedMicros < FORGET_EVERY_MICROS + FORGET_LATER_MICROS * markets.size()) {
            return;
        }
        lookedMicros = nowMicros;
        Set<Market> old = new HashSet<>();
        for (Market market : markets.from(0)) {
            if (market.settledMicros() != Times.ABSENT
                    && market.settledMicros() < nowMicros - settledKeptMicros
                    && !market.isHeard()) {
                old.add(market);
            }
        }
        if (old.isEmpty()) {
            return;
        }
        markets.removeIf(old::contains);
        for (Market market : old) {
            byTicker.remove(market.ticker());
            leaveEvent(market);
            counters.increment(Counts.MARKETS_FORGOTTEN);
        }
        events.removeIf(event -> event.markets().isEmpty());
    }

    private void leaveEvent(Market market) {
        eventsByTicker.computeIfPresent(market.facts().eventTicker(), (ticker, group) -> {
            group.markets().remove(market);
            return group.markets().isEmpty() ? null : group;
        });
    }
}

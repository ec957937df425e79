package trifecta.feed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import trifecta.market.BookChange;
import trifecta.market.BookHash;
import trifecta.market.BreakReason;
import trifecta.market.Level;
import trifecta.market.LineEvent;
import trifecta.market.LineEvent.Body;
import trifecta.market.LineEvent.SnapshotRole;
import trifecta.protocol.Message;

/** The books of the line: each market with the subscription that feeds it. Markets that nobody feeds are not kept. */
final class Markets {
    /** Beyond one dollar there is no price; the book's keys rely on it. */
    private static final int PRICE_MICROS_MAX = 1_000_000;

    private final Map<String, MarketState> byTicker = new HashMap<>();
    private final SpanCount spans = new SpanCount();
    private long heldDropped;

    int inSpan() {
        return spans.open;
    }

    /** How many held deltas had to go because a market's bound was reached. */
    long heldDropped() {
        return heldDropped;
    }

    /** A subscription was acknowledged for these markets. One that has another, living owner stays there until a snapshot moves it. */
    void join(Subscription subscription, List<String> tickers) {
        for (String ticker : tickers) {
            MarketState market = byTicker.computeIfAbsent(ticker, unknown -> new MarketState(unknown, spans));
            if (market.owner == null) {
                subscription.own(market);
            }
        }
    }

    /** These markets were given back by a subscription. */
    void leave(Subscription subscription, List<String> tickers) {
        for (String ticker : tickers) {
            MarketState market = byTicker.get(ticker);
            if (market != null && market.owner == subscription) {
                forget(subscription, market);
            }
        }
    }

    /** A subscription is over. */
    void leaveAll(Subscription subscription) {
        List<MarketState> markets = subscription.markets();
        while (!markets.isEmpty()) {
            forget(subscription, markets.getLast());
        }
    }

    Body delta(Subscription from, long n, long receivedAtMicros, Message.Delta delta) {
        MarketState market = byTicker.get(delta.market());
        if (market != null && market.owner != from) {
            return new LineEvent.Nothing();
        }
        if (delta.priceMicros() < 0 || delta.priceMicros() > PRICE_MICROS_MAX) {
            return unusable(from, delta.market(), "a price beyond one dollar");
        }
        if (market != null && market.inSpan()) {
            return fold(market, n, receivedAtMicros, delta);
        }
        if (market != null) {
            hold(market, n, receivedAtMicros, delta);
        }
        return new LineEvent.HeldDelta(
                delta.market(), delta.exchangeMicros(), delta.side(), delta.priceMicros(), delta.deltaHundredths());
    }

    private Body fold(MarketState market, long n, long receivedAtMicros, Message.Delta delta) {
        long after;
        try {
            after = market.fold(delta.side(), delta.priceMicros(), delta.deltaHundredths());
        } catch (ArithmeticException beyond64Bits) {
            after = -1;
        }
        if (after < 0) {
            market.breakSpan();
            hold(market, n, receivedAtMicros, delta);
            return new LineEvent.SpansEnd(BreakReason.NEGATIVE_LEVEL, List.of(market.ticker));
        }
        return new LineEvent.Delta(
                market.ticker,
                new BookChange(
                        delta.exchangeMicros(),
                        delta.side(),
                        delta.priceMicros(),
                        delta.deltaHundredths(),
                        after,
                        market.bookHash()));
    }

    private void hold(MarketState market, long n, long receivedAtMicros, Message.Delta delta) {
        boolean oldestDropped = market.hold(n, receivedAtMicros, delta);
        heldDropped += oldestDropped ? 1 : 0;
    }

    Body snapshot(Subscription from, Message.Snapshot snapshot) {
        if (!isBook(snapshot.levels())) {
            return unusable(from, snapshot.market(), "a snapshot with a level that cannot be");
        }
        MarketState market = byTicker.computeIfAbsent(snapshot.market(), unknown -> new MarketState(unknown, spans));
        if (market.owner != from) {
            move(market, from);
        }
        SnapshotRole role = market.snapshot(snapshot.levels());
        long hash = role == SnapshotRole.DOUBTS ? BookHash.of(snapshot.levels()) : market.bookHash();
        long baseHash = hash;
        List<LineEvent.Prologue> prologue = List.of();
        HeldDeltas.Undone undone = role == SnapshotRole.STARTS ? market.undoHeld(snapshot.levels()) : null;
        if (undone != null && !snapshot.levels().isEmpty()) { // an empty book may be the close: nothing led to it
            baseHash = undone.baseHash();
            prologue = undone.prologue();
        }
        return new LineEvent.Snapshot(
                snapshot.market(),
                role,
                snapshot.exchangeMicros(),
                hash,
                baseHash,
                role == SnapshotRole.AGREES ? null : snapshot.levels(),
                prologue);
    }

    /** Something that names this market could not be used: its span ends; without a span only what was held is void. */
    Body unusable(Subscription from, String ticker, String reason) {
        MarketState market = owned(from, ticker);
        if (market == null) {
            return new LineEvent.Kept(reason);
        }
        market.breakSpan();
        return new LineEvent.SpansEnd(BreakReason.UNDECODABLE, List.of(market.ticker));
    }

    void clear() {
        byTicker.clear();
        spans.open = 0;
    }

    void restore(CheckpointReader in, Subscription owner) {
        MarketState market = MarketState.restore(in, spans);
        byTicker.put(market.ticker, market);
        owner.own(market);
    }

    private @Nullable MarketState owned(Subscription subscription, String ticker) {
        MarketState market = byTicker.get(ticker);
        return market != null && market.owner == subscription ? market : null;
    }

    /** The span on the former owner is over: the one that begins here stands in its place. */
    private static void move(MarketState market, Subscription to) {
        Subscription former = market.owner;
        if (former != null) {
            former.disown(market);
        }
        market.breakSpan();
        to.own(market);
    }

    private void forget(Subscription owner, MarketState market) {
        market.breakSpan();
        owner.disown(market);
        byTicker.remove(market.ticker);
    }

    private static boolean isBook(List<Level> levels) {
        for (Level level : levels) {
            if (level.priceMicros() < 0
                    || level.priceMicros() > PRICE_MICROS_MAX
                    || level.sizeHundredths() <= 0
                    || level.sizeHundredths() > Long.MAX_VALUE / (2 * (long) levels.size())) {
                return false;
            }
        }
        return true;
    }

    /** For statistics: the tickers with an open span. */
    List<String> tickersInSpan() {
        List<String> tickers = new ArrayList<>();
        byTicker.values().stream().filter(MarketState::inSpan).forEach(market -> tickers.add(market.ticker));
        return tickers;
    }
}

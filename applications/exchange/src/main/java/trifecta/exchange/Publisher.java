package trifecta.exchange;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import trifecta.exchange.Deviations.OldBook;
import trifecta.market.Level;
import trifecta.market.Ticker;
import trifecta.market.Times;
import trifecta.protocol.Channel;
import trifecta.service.status.Counters;

/**
 * Makes history: numbers each event, applies it to the book, offers it to every subscription that is meant, and writes down what became of it.
 * Owned by the sequencer.
 *
 * <p>Invariant: a subscription listens to a book exactly from the snapshot on that it was sent, so no delta is doubled or lost between them.
 */
final class Publisher implements Stage {
    private static final int JITTER_MICROS = 5_000;
    private static final String DELTA = "orderbook_delta";
    private static final String SNAPSHOT = "orderbook_snapshot";

    private final Catalogue catalogue;
    private final Connections connections;
    private final ExchangeRecord record;
    private final Counters<Counts> counters;
    private final SplittableRandom jitter;
    private final Bodies bodies = new Bodies();
    private final Bodies stampedBodies = new Bodies();
    private final Audience audience = new Audience();
    private final Dispatch dispatch;
    /** Subscriptions with a message that was kept back for the next one to overtake it: within a turn only. */
    private final Set<Subscription> keptBack = new LinkedHashSet<>();

    private long index;
    private long nowMicros;

    Publisher(
            Catalogue catalogue,
            Connections connections,
            ExchangeRecord record,
            Counters<Counts> counters,
            SplittableRandom jitter) {
        this.catalogue = catalogue;
        this.connections = connections;
        this.record = record;
        this.counters = counters;
        this.jitter = jitter;
        this.dispatch = new Dispatch(record, counters, audience);
    }

    /** Number of the last event. */
    long index() {
        return index;
    }

    /** The wall time of what comes next. */
    void turn(long micros) {
        nowMicros = micros;
    }

    @Override
    public Market list(MarketFacts facts, MarketStatus status, long closeMicros) {
        Market market = catalogue.add(facts, status, closeMicros);
        record.market(market);
        return market;
    }

    @Override
    public void seed(Market market, List<Level> book) {
        market.book().replace(book);
        record.base(index, market, book);
    }

    @Override
    public void publish(Event event) {
        if (!(event instanceof Event.Delta)) {
            settle();
        }
        index++;
        dispatch.at(index);
        audience.clear();
        counters.increment(Counts.EMITTED);
        switch (event) {
            case Event.Delta delta -> delta(delta);
            case Event.Traded traded -> traded(traded);
            case Event.TickerChanged changed -> ticker(changed);
            case Event.LifecycleChanged change -> lifecycle(change);
            case Event.BookCleared cleared -> cleared(cleared);
            case Event.BookReset reset -> reset(reset);
        }
    }

    @Override
    public boolean everyoneHasRoom() {
        for (Connection each : connections.all()) {
            if (!each.outbox().isRelaxed()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Set<Integer> linesListening(Collection<Market> markets, Set<Channel> others) {
        Set<Integer> lines = new HashSet<>();
        for (Connection each : connections.all()) {
            lines.add(each.line().number());
        }
        lines.removeIf(line ->
                !hearsBooks(line, markets) || !others.stream().allMatch(channel -> hears(line, channel, markets)));
        return lines;
    }

    /** Sends what shows the state of a market: its book, from which on the subscription hears it, or its last ticker message. */
    void snapshot(Subscription to, Market market) {
        if (to.channel() == Channel.TICKER) {
            Ticker last = market.lastTicker();
            if (last != null) {
                dispatch.send(to, "ticker", Times.ABSENT, bodies.ticker(market, last));
            }
            return;
        }
        Deviations deviations = to.deviations();
        OldBook old = deviations == null ? null : deviations.takeOldBook(market);
        TextBuffer body = bodies.snapshot(market, old == null ? market.book().content() : old.levels());
        long seq = to.takeSeq();
        dispatch.send(to, SNAPSHOT, seq, body);
        record.snapshot(index, to, seq, market, old == null ? market.book().hash() : old.hash());
        if (old != null) {
            record.outdated(index, to, market, old.index());
        }
        counters.increment(Counts.SNAPSHOTS);
    }

    private void delta(Event.Delta delta) {
        Market market = delta.market();
        long after = market.book().add(delta.side(), delta.priceMicros(), delta.deltaHundredths());
        if (after < 0) {
            counters.increment(Counts.NEGATIVE_LEVELS);
        }
        List<Subscription> listeners = market.listeners(Channel.ORDERBOOK);
        if (!listeners.isEmpty()) {
            TextBuffer body = delta.body() == null
                    ? bodies.delta(delta, delta.exchangeMicros(), Stamps.PLAIN)
                    : bodies.recorded(delta.body());
            for (Subscription each : listeners) {
                long told = told(each, delta.exchangeMicros());
                boolean plain = told == delta.exchangeMicros()
                        && each.connection().line().stamps() == Stamps.PLAIN;
                boolean sent = dispatch.offerDelta(
                        each, DELTA, delta, plain ? body : stampedForLine(each.connection(), delta, told));
                noteSkew(each, told, delta.exchangeMicros(), sent);
                if (each.deviations() != null) {
                    keptBack.add(each);
                }
            }
        }
        record.delta(index, nowMicros, delta, after, audience);
    }

    /** What was kept back for another message to overtake it is sent: nothing else may overtake it, and no turn ends before. */
    void settle() {
        if (!keptBack.isEmpty()) {
            keptBack.forEach(each -> dispatch.release(each, DELTA));
            keptBack.clear();
        }
    }

    /** The time that the next message of a subscription tells. */
    private static long told(Subscription to, long micros) {
        Deviations deviations = micros == Times.ABSENT ? null : to.deviations();
        Skew skew = deviations == null ? null : deviations.takeSkew();
        return deviations == null || skew == null ? micros : skew.of(micros, deviations.skewMicros());
    }

    private void noteSkew(Subscription to, long told, long micros, boolean sent) {
        if (sent && told != micros) {
            record.skewed(index, to, told);
        }
    }

    private TextBuffer stampedForLine(Connection connection, Event.Delta delta, long micros) {
        long stamp = connection.stamp(delta.market(), micros, jitter.nextInt(JITTER_MICROS + 1));
        return stampedBodies.delta(delta, stamp, connection.line().stamps());
    }

    private void traded(Event.Traded traded) {
        catalogue.traded(traded.market(), traded.trade());
        TextBuffer body = traded.body() == null ? bodies.trade(traded.trade()) : bodies.recorded(traded.body());
        for (Subscription each : traded.market().listeners(Channel.TRADE)) {
            trade(each, traded, body);
        }
        for (Subscription each : connections.toEveryMarket(Channel.TRADE)) {
            trade(each, traded, body);
        }
        record.trade(index, nowMicros, traded.market(), traded.trade(), audience);
    }

    private void trade(Subscription to, Event.Traded traded, TextBuffer body) {
        long micros = traded.trade().exchangeMicros();
        long told = told(to, micros);
        boolean sent = dispatch.offer(to, "trade", told == micros ? body : stampedBodies.trade(traded.trade(), told));
        noteSkew(to, told, micros, sent);
    }

    private void ticker(Event.TickerChanged changed) {
        changed.market().ticked(changed.ticker());
        TextBuffer body = changed.body() == null
                ? bodies.ticker(changed.market(), changed.ticker())
                : bodies.recorded(changed.body());
        offerAll(Channel.TICKER, changed.market(), "ticker", body);
        record.ticker(index, nowMicros, changed.market(), changed.ticker(), audience);
    }

    private void lifecycle(Event.LifecycleChanged change) {
        TextBuffer body = bodies.recorded(change.body());
        offerAll(channelOf(change), change.market(), change.type(), body);
        record.lifecycle(index, nowMicros, change, audience);
    }

    /** The lifecycle of combinations has a channel of its own, named as its messages; everything else shares one. */
    private static Channel channelOf(Event.LifecycleChanged change) {
        return change.type().equals(Channel.MULTIVARIATE_LIFECYCLE.wireName())
                ? Channel.MULTIVARIATE_LIFECYCLE
                : Channel.LIFECYCLE;
    }

    private void cleared(Event.BookCleared cleared) {
        Market market = cleared.market();
        market.book().replace(List.of());
        TextBuffer body = bodies.snapshot(market, List.of());
        for (Subscription each : market.listeners(Channel.ORDERBOOK)) {
            dispatch.offer(each, SNAPSHOT, body);
        }
        record.cleared(index, nowMicros, cleared, audience);
    }

    private void reset(Event.BookReset reset) {
        for (Connection each : List.copyOf(connections.all())) {
            if (each.subscriptionsTo(Channel.ORDERBOOK).stream().anyMatch(sub -> sub.covers(reset.market()))) {
                connections.closeOrderly(each, "gap of the source", index);
            }
        }
        reset.market().book().replace(reset.content());
        record.gap(index, nowMicros, reset.market(), reset.content());
    }

    private void offerAll(Channel channel, Market market, String type, TextBuffer body) {
        for (Subscription each : market.listeners(channel)) {
            dispatch.offer(each, type, body);
        }
        for (Subscription each : connections.toEveryMarket(channel)) {
            dispatch.offer(each, type, body);
        }
    }

    private boolean hears(int line, Channel channel, Collection<Market> markets) {
        return connections.ofLine(line).stream()
                .flatMap(each -> each.subscriptionsTo(channel).stream())
                .anyMatch(each -> each.everyMarket() || each.markets().containsAll(markets));
    }

    private boolean hearsBooks(int line, Collection<Market> markets) {
        long most = 0;
        for (Connection each : connections.ofLine(line)) {
            for (Subscription sub : each.subscriptionsTo(Channel.ORDERBOOK)) {
                most += sub.markets().size() - sub.snapshotsDue().size();
            }
        }
        if (most < markets.size()) {
            return false; // as nearly always, and of a million markets it is the cheap half of the answer
        }
        Set<Market> heard = new HashSet<>();
        for (Connection each : connections.ofLine(line)) {
            each.subscriptionsTo(Channel.ORDERBOOK).forEach(sub -> {
                heard.addAll(sub.markets());
                sub.snapshotsDue().forEach(heard::remove);
            });
        }
        return heard.containsAll(markets);
    }
}

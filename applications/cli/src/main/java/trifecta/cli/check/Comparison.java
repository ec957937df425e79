package trifecta.cli.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The verdict on production: pure, so that it can be tried on bugs that were planted. */
final class Comparison {
    /** Production promises to be this close behind; younger events are not missed while the exchange goes on. */
    static final Duration DUE_AFTER = Duration.ofSeconds(10);

    private final History history;
    private final Production production;
    private final List<Verdict.Part> parts = new ArrayList<>();

    private Comparison(History history, Production production) {
        this.history = history;
        this.production = production;
    }

    static Verdict of(History history, Production production) {
        return new Comparison(history, production).compare();
    }

    private Verdict compare() {
        for (String market : keys(history.books(), production.books())) {
            List<BookItem> items = history.books().getOrDefault(market, List.of());
            List<BookRow> rows = production.books().getOrDefault(market, List.of());
            List<Run> runs = production.runs().getOrDefault(market, List.of());
            add(
                    market,
                    "deltas",
                    items.size(),
                    certain(items.stream().map(BookItem::delivery)),
                    rows.size(),
                    BookComparison.compare(
                            items,
                            rows,
                            runs,
                            production.coverage().getOrDefault(market, List.of()),
                            history.listening().getOrDefault(market, List.of()),
                            history.stamps(),
                            notDue()));
        }
        for (String market : keys(history.trades(), production.trades())) {
            List<TradeItem> items = history.trades().getOrDefault(market, List.of());
            List<TradeRow> rows = production.trades().getOrDefault(market, List.of());
            add(
                    market,
                    "trades",
                    items.size(),
                    certain(items.stream().map(TradeItem::delivery)),
                    rows.size(),
                    TradeComparison.compare(
                            items, rows, production.tradeCoverage().getOrDefault(market, List.of()), notDue()));
        }
        for (String subject : keys(history.lifecycles(), production.lifecycles())) {
            List<LifecycleItem> items = history.lifecycles().getOrDefault(subject, List.of());
            List<LifecycleRow> rows = production.lifecycles().getOrDefault(subject, List.of());
            add(
                    subject,
                    "lifecycle",
                    items.size(),
                    certain(items.stream().map(LifecycleItem::delivery)),
                    rows.size(),
                    LifecycleComparison.compare(items, rows, notDue()));
        }
        for (String market : keys(history.tickers(), production.tickers())) {
            List<TickerItem> items = history.tickers().getOrDefault(market, List.of());
            List<String> rows = production.tickers().getOrDefault(market, List.of());
            add(
                    market,
                    "tickers",
                    items.size(),
                    certain(items.stream().map(TickerItem::delivery)),
                    rows.size(),
                    TickerComparison.compare(items, rows, notDue()));
        }
        return new Verdict(parts);
    }

    private void add(String market, String channel, int items, int delivered, int rows, Tally tally) {
        parts.add(new Verdict.Part(market, channel, items, delivered, rows, tally));
    }

    private static int certain(Stream<Delivery> deliveries) {
        return (int) deliveries.filter(each -> each == Delivery.CERTAIN).count();
    }

    private Predicate<Long> notDue() {
        long due = history.ended() ? Long.MAX_VALUE : history.lastWallMicros() - DUE_AFTER.toNanos() / 1000;
        return wallMicros -> wallMicros > due;
    }

    private static Set<String> keys(Map<String, ?> some, Map<String, ?> others) {
        Set<String> keys = new TreeSet<>(some.keySet());
        keys.addAll(others.keySet());
        return keys;
    }
}

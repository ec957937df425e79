package trifecta.console.look;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import trifecta.console.look.ProductionDesk.Unavailable;
import trifecta.market.Times;
import trifecta.store.history.LedgerWord.Channel;
import trifecta.store.history.LedgerWord.State;
import trifecta.store.production.Metadata;
import trifecta.store.views.CoverageRow;
import trifecta.store.views.MarketOrder;
import trifecta.store.views.MarketRow;
import trifecta.store.views.ProductionViews.Day;
import trifecta.store.views.ProductionViews.Found;

/** What is provably complete: days by markets, and the intervals of one market. */
final class CoverageQuestions {
    private static final int MARKETS = 30;
    private static final int MARKETS_MAX = 100;
    private static final int DAYS = 14;
    private static final int DAYS_MAX = 31;

    /** More cannot be told apart on a bar; the newest are told. */
    private static final int INTERVALS_MAX = 2000;

    private final ProductionDesk desk;

    CoverageQuestions(ProductionDesk desk) {
        this.desk = desk;
    }

    /** By what the markets of a page are sorted. The page itself is always of the most active ones. */
    private enum Order {
        WORST,
        ACTIVITY
    }

    private record Row(MarketRow market, Map<String, String> days) {
        long count(State state) {
            return days.values().stream().filter(state.word()::equals).count();
        }

        Map<String, @Nullable Object> json() {
            Map<String, @Nullable Object> json = new LinkedHashMap<>();
            json.put("market_ticker", market.ticker());
            json.put("title", market.words());
            json.put("status", market.status());
            json.put("days", days);
            return json;
        }
    }

    private static final Comparator<Row> WORST_FIRST = Comparator.<Row>comparingLong(row -> -row.count(State.GAP))
            .thenComparingLong(row -> -row.count(State.DISPUTED))
            .thenComparingLong(row -> -row.count(State.PROVISIONAL));

    /** A word for each market and day: of the most active markets that a search finds. */
    Map<String, @Nullable Object> days(Parameters parameters, long now) throws BadQuestion, Unavailable {
        String word = parameters.text("search").orElse(null);
        String status = parameters
                .choice("status", Metadata.Status.class)
                .map(Parameters::word)
                .orElse(null);
        Channel channel = parameters.choice("channel", Channel.class).orElse(Channel.ORDERBOOK);
        Order order = parameters.choice("order", Order.class).orElse(Order.WORST);
        int limit = parameters.number("limit", MARKETS, 1, MARKETS_MAX);
        int count = parameters.number("days", DAYS, 1, DAYS_MAX);
        Optional<LocalDate> until = parameters.day("until");
        parameters.noMore();
        LocalDate last = until.orElseGet(() -> Instant.EPOCH
                .plus(now, ChronoUnit.MICROS)
                .atOffset(ZoneOffset.UTC)
                .toLocalDate());
        List<String> days = last.minusDays(count - 1L)
                .datesUntil(last.plusDays(1))
                .map(LocalDate::toString)
                .toList();
        Found found = desk.views(views -> views.markets(word, status, MarketOrder.ACTIVITY, limit));
        List<Row> rows = new ArrayList<>();
        for (MarketRow market : found.markets()) {
            rows.add(new Row(market, wordsOf(market.ticker(), channel, days)));
        }
        if (order == Order.WORST) {
            rows.sort(WORST_FIRST); // of equals the active ones stay first
        }
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("channel", Parameters.word(channel));
        json.put("days", days);
        json.put("found", found.found());
        json.put("more_than_found", found.isFoundAtLeast());
        json.put("limit_max", MARKETS_MAX);
        json.put("markets", rows.stream().map(Row::json).toList());
        return json;
    }

    private Map<String, String> wordsOf(String ticker, Channel channel, List<String> days) throws Unavailable {
        Map<String, String> words = new TreeMap<>();
        for (Day day : desk.views(views -> views.days(ticker, Parameters.word(channel)))) {
            if (days.contains(day.day())) {
                words.put(day.day(), day.state().word());
            }
        }
        return words;
    }

    /** The ledger's intervals of one market, those of the last instants where they are too many. */
    Map<String, @Nullable Object> intervals(String ticker, Parameters parameters)
            throws BadQuestion, NoSuchMarket, Unavailable {
        Optional<Channel> channel = parameters.choice("channel", Channel.class);
        long from = parameters.time("from").orElse(Times.ABSENT);
        long until = parameters.time("to").orElse(CoverageRow.NOW);
        parameters.noMore();
        if (from >= until) {
            throw new BadQuestion("from must be before to.");
        }
        List<CoverageRow> rows =
                desk
                        .views(views -> views.coverage(
                                ticker, channel.map(Parameters::word).orElse(null)))
                        .stream()
                        .map(row -> row.between(from, until))
                        .filter(row -> row.fromMicros() < row.untilMicros())
                        .toList();
        if (rows.isEmpty() && !desk.views(views -> views.has(ticker))) {
            throw new NoSuchMarket();
        }
        List<CoverageRow> told = rows.size() <= INTERVALS_MAX
                ? rows
                : rows.stream()
                        .sorted(Comparator.comparingLong(CoverageRow::fromMicros))
                        .skip(rows.size() - INTERVALS_MAX)
                        .toList();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("market_ticker", ticker);
        json.put("complete", CoverageRow.isComplete(rows));
        json.put("found", rows.size());
        json.put("intervals", told.stream().map(CoverageRow::json).toList());
        return json;
    }
}

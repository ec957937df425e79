package trifecta.store.views;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import trifecta.market.Times;
import trifecta.store.DatabaseAddress;
import trifecta.store.StoreException;
import trifecta.store.history.LedgerWord.State;
import trifecta.store.postgres.Connections;
import trifecta.store.postgres.QuestionConnection;
import trifecta.store.postgres.SafeText;

/**
 * Questions to production that a person asks. Needs read-only rights. Keeps one connection; after a failure, call again.
 * Single-threaded.
 */
public final class ProductionViews implements AutoCloseable {
    /** Far longer than any question takes that comes to an end. */
    private static final Duration STATEMENT_MAX = Duration.ofSeconds(50);

    private static final String TRADES = """
            SELECT trade_id, coalesce(exchange_ts, received_ts) AS at, (yes_price::numeric / 1000000)::numeric(12, 6),
                   (count::numeric / 100)::numeric(20, 2), CASE taker_side WHEN 0 THEN 'no' WHEN 1 THEN 'yes' END,
                   block_trade, CASE source WHEN 1 THEN 'websocket' WHEN 2 THEN 'rest' END
            FROM store.trades
            WHERE market_key = (SELECT market_key FROM store.markets WHERE ticker = ?)
              AND coalesce(exchange_ts, received_ts) >= ? AND coalesce(exchange_ts, received_ts) < ?
            ORDER BY coalesce(exchange_ts, received_ts) DESC, seq DESC LIMIT ?""";

    private final QuestionConnection connection;

    private ProductionViews(QuestionConnection connection) {
        this.connection = connection;
    }

    /**
     * Connects.
     *
     * @param name application name: tells connections apart in {@code pg_stat_activity}
     */
    public static ProductionViews open(DatabaseAddress address, String name) throws StoreException {
        return open(address, name, STATEMENT_MAX);
    }

    /**
     * Connects.
     *
     * @param statementMax a statement that takes longer is given up
     */
    public static ProductionViews open(DatabaseAddress address, String name, Duration statementMax)
            throws StoreException {
        QuestionConnection connection =
                new QuestionConnection(address, name, (to, as) -> Connections.openToRead(to, as, statementMax));
        connection.open();
        return new ProductionViews(connection);
    }

    /** Whether production knows the market. */
    public boolean has(String ticker) throws StoreException {
        return connection.ask("find the market " + ticker, open -> {
            try (PreparedStatement statement = open.prepareStatement("SELECT FROM store.markets WHERE ticker = ?")) {
                statement.setString(1, SafeText.escape(ticker));
                try (ResultSet row = statement.executeQuery()) {
                    return row.next();
                }
            }
        });
    }

    /** All that the exchange told of a market. */
    public Optional<MarketFacts> facts(String ticker) throws StoreException {
        return connection.ask("find the market " + ticker, open -> MarketFacts.of(open, ticker));
    }

    /** The latest trades of a market from an instant on and before another, oldest first. */
    public List<TradeRow> trades(String ticker, long fromMicros, long beforeMicros, int most) throws StoreException {
        return connection.ask("read the trades of " + ticker, open -> {
            try (PreparedStatement statement = open.prepareStatement(TRADES)) {
                statement.setString(1, SafeText.escape(ticker));
                statement.setObject(2, TimeText.time(fromMicros));
                statement.setObject(3, TimeText.time(beforeMicros));
                statement.setInt(4, most);
                List<TradeRow> trades = new ArrayList<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        trades.add(new TradeRow(
                                SafeText.unescape(row.getString(1)),
                                TimeText.micros(row, 2),
                                Amount.price(row.getBigDecimal(3)),
                                row.getBigDecimal(4),
                                row.getString(5),
                                row.getBoolean(6),
                                row.getString(7)));
                    }
                }
                Collections.reverse(trades);
                return trades;
            }
        });
    }

    /**
     * Markets that a search found, the first of an order.
     *
     * @param found how many there are in all
     * @param isFoundAtLeast whether there are more than {@code found}: they were not counted to the end
     */
    public record Found(List<MarketRow> markets, long found, boolean isFoundAtLeast) {
        public Found {
            markets = List.copyOf(markets);
        }

        /** How many are not among {@link #markets}, at least. */
        public long more() {
            return found - markets.size();
        }
    }

    /**
     * Markets with a word in their names, the first of an order.
     *
     * @param word any part of ticker, event, title or what YES means, in any case; null: all markets
     * @param status only these; null: all
     */
    public Found markets(@Nullable String word, @Nullable String status, MarketOrder order, int most)
            throws StoreException {
        return connection.ask("list markets", open -> new MarketSearch(open, word, status).first(order, most));
    }

    /**
     * One word for a day.
     *
     * @param day as ISO 8601 has it
     */
    public record Day(String day, String channel, State state) {
        /** For machines. */
        public Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("day", day);
            json.put("channel", channel);
            json.put("state", state.word());
            return json;
        }
    }

    /** One word for each day of a market. */
    public List<Day> days(String ticker, @Nullable String channel) throws StoreException {
        return ask(
                "SELECT day::text, channel, state FROM public.coverage_days WHERE market_ticker = ?"
                        + " AND (?::text IS NULL OR channel = ?) ORDER BY channel, day",
                ticker,
                channel,
                row -> new Day(row.getString(1), row.getString(2), State.of(row.getString(3))));
    }

    /** What the ledger says of a market, by channel and time. */
    public List<CoverageRow> coverage(String ticker, @Nullable String channel) throws StoreException {
        return ask(
                "SELECT channel, state, from_ts, to_ts, lines, reason FROM public.coverage WHERE market_ticker = ?"
                        + " AND (?::text IS NULL OR channel = ?) ORDER BY channel, from_ts",
                ticker,
                channel,
                row -> {
                    long until = TimeText.micros(row, 4);
                    String reason = row.getString(6);
                    return new CoverageRow(
                            row.getString(1),
                            State.of(row.getString(2)),
                            TimeText.micros(row, 3),
                            until == Times.ABSENT ? CoverageRow.NOW : until,
                            row.getInt(5),
                            row.getInt(5),
                            reason == null ? "" : reason);
                });
    }

    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> ask(String query, String ticker, @Nullable String channel, RowReader<T> reader)
            throws StoreException {
        return connection.ask("read the coverage of " + ticker, open -> rows(open, query, ticker, channel, reader));
    }

    private static <T> List<T> rows(
            Connection open, String query, String ticker, @Nullable String channel, RowReader<T> reader)
            throws SQLException {
        try (PreparedStatement statement = open.prepareStatement(query)) {
            statement.setString(1, SafeText.escape(ticker));
            statement.setString(2, channel);
            statement.setString(3, channel);
            List<T> rows = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    rows.add(reader.read(row));
                }
            }
            return rows;
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}

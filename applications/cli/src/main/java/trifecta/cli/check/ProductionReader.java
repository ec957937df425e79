package trifecta.cli.check;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import trifecta.market.Side;
import trifecta.market.Times;

/** Reads production's public views in one snapshot. */
final class ProductionReader {
    private static final int FETCH_ROWS = 10_000;
    private static final String MICROS = "(extract(epoch FROM exchange_ts) * 1000000)::bigint AS micros";
    private static final String DELTAS = "SELECT market_ticker, seq, " + MICROS + ", side,"
            + " (price * 1000000)::bigint AS price, (delta * 100)::bigint AS delta,"
            + " (size_after * 100)::bigint AS size_after, book_hash FROM orderbook_deltas";
    private static final String REPLACEMENTS =
            "SELECT market_ticker, seq, " + MICROS + ", book_hash FROM orderbook_replacements";
    private static final String RUNS = "SELECT market_ticker, start_seq, end_seq, base_hash, disputed FROM runs";
    private static final String COVERAGE =
            "SELECT market_ticker, channel, state, (extract(epoch FROM from_ts) * 1000000)::bigint AS"
                    + " from_us, coalesce((extract(epoch FROM to_ts) * 1000000)::bigint, " + Long.MAX_VALUE
                    + ") AS to_us FROM coverage ORDER BY market_ticker, channel, from_ts";
    private static final String TRADES = "SELECT market_ticker, seq, trade_id, " + MICROS
            + ", (yes_price * 1000000)::bigint AS price, (count * 100)::bigint AS count, taker_side, source FROM trades";
    private static final String LIFECYCLE =
            "SELECT subject, seq, type, event_type, content::text AS content FROM lifecycle";

    /** As the record writes a summary: milliseconds, then each field in its smallest unit, {@code -} for null. */
    private static final String TICKERS = "SELECT market_ticker, concat_ws(' ', "
            + field("floor(extract(epoch FROM exchange_ts) * 1000)") + ", " + field("price * 1000000") + ", "
            + field("yes_bid * 1000000") + ", " + field("yes_ask * 1000000") + ", " + field("volume * 100") + ", "
            + field("open_interest * 100") + ", " + field("dollar_volume * 1000000") + ", "
            + field("dollar_open_interest * 1000000") + ", " + field("yes_bid_size * 100") + ", "
            + field("yes_ask_size * 100") + ", " + field("last_trade_size * 100") + ") AS content FROM tickers";

    private final Connection connection;

    private ProductionReader(Connection connection) {
        this.connection = connection;
    }

    /** Reads everything in one repeatable-read transaction. */
    static Production read(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try {
            return new ProductionReader(connection).all();
        } finally {
            connection.rollback();
        }
    }

    private Production all() throws SQLException {
        Map<String, List<BookRow>> books = new HashMap<>();
        each(
                DELTAS,
                row -> add(
                        books,
                        row.getString("market_ticker"),
                        new BookRow(
                                row.getLong("seq"),
                                Change.delta(
                                        side(row, "side"), Math.toIntExact(row.getLong("price")), row.getLong("delta")),
                                micros(row),
                                row.getLong("size_after"),
                                row.getLong("book_hash"))));
        each(
                REPLACEMENTS,
                row -> add(
                        books,
                        row.getString("market_ticker"),
                        new BookRow(row.getLong("seq"), Change.REPLACED, micros(row), 0, row.getLong("book_hash"))));
        Map<String, List<Run>> runs = new HashMap<>();
        each(
                RUNS,
                row -> add(
                        runs,
                        row.getString("market_ticker"),
                        new Run(
                                row.getLong("start_seq"),
                                row.getLong("end_seq"),
                                row.getLong("base_hash"),
                                row.getBoolean("disputed"))));
        Map<String, List<CoverageInterval>> coverage = new HashMap<>();
        Map<String, List<CoverageInterval>> tradeCoverage = new HashMap<>();
        each(
                COVERAGE,
                row -> add(
                        "trade".equals(row.getString("channel")) ? tradeCoverage : coverage,
                        row.getString("market_ticker"),
                        interval(row)));
        Map<String, List<TradeRow>> trades = new HashMap<>();
        each(
                TRADES,
                row -> add(
                        trades,
                        row.getString("market_ticker"),
                        new TradeRow(
                                row.getLong("seq"),
                                row.getString("trade_id"),
                                micros(row),
                                Math.toIntExact(row.getLong("price")),
                                row.getLong("count"),
                                takerSide(row),
                                "rest".equals(row.getString("source")))));
        Map<String, List<LifecycleRow>> lifecycles = new HashMap<>();
        each(
                LIFECYCLE,
                row -> add(
                        lifecycles,
                        row.getString("subject"),
                        new LifecycleRow(
                                row.getLong("seq"),
                                row.getString("type") + " " + row.getString("event_type") + " "
                                        + CanonicalJson.of(row.getString("content")))));
        Map<String, List<String>> tickers = new HashMap<>();
        each(TICKERS, row -> add(tickers, row.getString("market_ticker"), row.getString("content")));
        books.values().forEach(rows -> rows.sort(Comparator.comparingLong(BookRow::seq)));
        runs.values().forEach(rows -> rows.sort(Comparator.comparingLong(Run::startSeq)));
        trades.values().forEach(rows -> rows.sort(Comparator.comparingLong(TradeRow::seq)));
        lifecycles.values().forEach(rows -> rows.sort(Comparator.comparingLong(LifecycleRow::seq)));
        return new Production(books, runs, coverage, trades, tradeCoverage, lifecycles, tickers);
    }

    private interface RowReader {
        void accept(ResultSet row) throws SQLException;
    }

    private void each(String query, RowReader reader) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet rows = statement.executeQuery(query)) {
                while (rows.next()) {
                    reader.accept(rows);
                }
            }
        }
    }

    private static String field(String number) {
        return "coalesce((" + number + ")::bigint::text, '-')";
    }

    private static CoverageInterval interval(ResultSet row) throws SQLException {
        return new CoverageInterval(
                CoverageInterval.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getLong("from_us"),
                row.getLong("to_us"));
    }

    private static long micros(ResultSet row) throws SQLException {
        long micros = row.getLong("micros");
        return row.wasNull() ? Times.ABSENT : micros;
    }

    private static Side side(ResultSet row, String column) throws SQLException {
        return "yes".equals(row.getString(column)) ? Side.YES : Side.NO;
    }

    private static @Nullable Side takerSide(ResultSet row) throws SQLException {
        return row.getString("taker_side") == null ? null : side(row, "taker_side");
    }

    private static <T> void add(Map<String, List<T>> lists, String key, T item) {
        lists.computeIfAbsent(key, any -> new ArrayList<>()).add(item);
    }
}

package trifecta.store.production;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import trifecta.market.BookChange;
import trifecta.market.Lifecycle;
import trifecta.market.Side;
import trifecta.market.Times;
import trifecta.market.ledger.LedgerChanges.StretchState;
import trifecta.market.ledger.LedgerChannel;
import trifecta.market.ledger.Subscription;
import trifecta.store.DatabaseAddress;
import trifecta.store.StoreException;
import trifecta.store.postgres.Columns;
import trifecta.store.postgres.Connections;
import trifecta.store.postgres.Failures;
import trifecta.store.postgres.SafeText;

/** Loads from production what a merge needs to go on. Needs read-only rights. After a failure, call again. Single-threaded. */
public final class ProductionReader implements StoredMerge, AutoCloseable {
    private static final String ROW = """
            SELECT m.ticker, r.seq, r.kind, %s AS exchange_us, %s AS received_us, r.side, r.price, r.delta, r.size_after,
                   r.book_hash, r.line, h.base_hash, k.verified, k.disputed, k.ended
            FROM %%s r
            JOIN store.markets m USING (market_key)
            LEFT JOIN store.run_heads h USING (market_key, seq)
            LEFT JOIN store.marks k USING (market_key, seq)
            """.formatted(micros("r.exchange_ts"), micros("r.received_ts"));

    private static final String BEHIND = ROW.formatted("""
            (SELECT b.* FROM unnest(?, ?) AS w (ticker, from_seq)
             JOIN store.markets wm ON wm.ticker = w.ticker
             JOIN store.book_rows b ON b.market_key = wm.market_key AND b.seq > w.from_seq)""") + "ORDER BY r.market_key, r.seq";

    private static final String BEFORE = ROW.formatted("""
            (SELECT * FROM store.book_rows b
             WHERE b.market_key = (SELECT market_key FROM store.markets WHERE ticker = ?) AND b.seq < ?
             ORDER BY b.seq DESC LIMIT ?)""") + "ORDER BY r.seq";

    private static final String RECENT_TRADES =
            """
            SELECT * FROM (SELECT trade_id, seq, %s, %s FROM store.trades ORDER BY seq DESC LIMIT ?) recent ORDER BY seq
            """.formatted(micros("exchange_ts") + " AS exchange_us", micros("received_ts") + " AS received_us");

    private static final String RECENT_LIFECYCLE =
            """
            SELECT * FROM (SELECT type, subject, event_type, %s, content, seq, %s
                           FROM store.lifecycle ORDER BY seq DESC LIMIT ?) recent ORDER BY seq
            """.formatted(micros("exchange_ts") + " AS exchange_us", micros("received_ts") + " AS received_us");

    private final DatabaseAddress address;
    private final String name;
    private @Nullable Connection connection;

    private ProductionReader(DatabaseAddress address, String name) {
        this.address = address;
        this.name = name;
    }

    public static ProductionReader open(DatabaseAddress address, String name) throws StoreException {
        ProductionReader reader = new ProductionReader(address, name);
        reader.connected();
        return reader;
    }

    @Override
    public Loaded.State state() throws StoreException {
        return ask("load the state of the merge", open -> {
            try (Statement statement = open.createStatement()) {
                statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            }
            return new Loaded.State(
                    Fence.head(open).batch(),
                    lines(open),
                    marketStates(open),
                    number(open, "SELECT coalesce(max(seq), 0) FROM store.trades"),
                    number(open, "SELECT coalesce(max(seq), 0) FROM store.lifecycle"),
                    stretches(open),
                    number(
                            open,
                            "SELECT greatest((SELECT max(stretch) FROM store.stretches),"
                                    + " (SELECT max(span) FROM store.spans), 0)"));
        });
    }

    @Override
    public Map<String, List<Loaded.Row>> rowsBehind(Map<String, Long> seqByMarket) throws StoreException {
        return ask("load rows of " + seqByMarket.size() + " markets", open -> {
            List<Map.Entry<String, Long>> wanted = List.copyOf(seqByMarket.entrySet());
            try (PreparedStatement statement = open.prepareStatement(BEHIND)) {
                new Columns<>(statement, wanted).text(Map.Entry::getKey).of("bigint", Map.Entry::getValue);
                return rows(statement);
            }
        });
    }

    @Override
    public List<Loaded.Row> rowsBefore(String market, long seq, int maxRows) throws StoreException {
        return ask("load rows of " + market + " before " + seq, open -> {
            try (PreparedStatement statement = open.prepareStatement(BEFORE)) {
                statement.setString(1, SafeText.escape(market));
                statement.setLong(2, seq);
                statement.setInt(3, maxRows);
                return rows(statement).getOrDefault(market, List.of());
            }
        });
    }

    @Override
    public List<Loaded.SeenTrade> recentTrades(int max) throws StoreException {
        return ask("load recent trades", open -> {
            try (PreparedStatement statement = open.prepareStatement(RECENT_TRADES)) {
                statement.setInt(1, max);
                List<Loaded.SeenTrade> trades = new ArrayList<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        trades.add(new Loaded.SeenTrade(
                                SafeText.unescape(row.getString(1)), row.getLong(2), time(row, 3), row.getLong(4)));
                    }
                }
                return trades;
            }
        });
    }

    /** How many runs all markets have. */
    public long runs() throws StoreException {
        return ask("count the runs", open -> {
            try (PreparedStatement statement = open.prepareStatement("SELECT count(*) FROM store.run_heads");
                    ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    @Override
    public List<Loaded.SeenLifecycle> recentLifecycle(int max) throws StoreException {
        return ask("load recent lifecycle events", open -> {
            try (PreparedStatement statement = open.prepareStatement(RECENT_LIFECYCLE)) {
                statement.setInt(1, max);
                List<Loaded.SeenLifecycle> events = new ArrayList<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        Lifecycle event = new Lifecycle(
                                SafeText.unescape(row.getString(1)),
                                SafeText.unescape(row.getString(2)),
                                SafeText.unescape(row.getString(3)),
                                time(row, 4),
                                row.getString(5));
                        events.add(new Loaded.SeenLifecycle(event, row.getLong(6), row.getLong(7)));
                    }
                }
                return events;
            }
        });
    }

    @Override
    public void close() {
        if (connection != null) {
            Connections.closeQuietly(connection);
            connection = null;
        }
    }

    private interface Question<T> {
        T ask(Connection open) throws SQLException;
    }

    private <T> T ask(String operation, Question<T> question) throws StoreException {
        Connection open = connected();
        try {
            T answer = question.ask(open);
            open.rollback();
            return answer;
        } catch (SQLException e) {
            close();
            throw Failures.of(operation, address, e);
        }
    }

    private Connection connected() throws StoreException {
        Connection open = connection;
        if (open == null) {
            open = Connections.open(address, name);
            connection = open;
        }
        return open;
    }

    private static Map<Integer, Loaded.Line> lines(Connection open) throws SQLException {
        Map<Integer, Loaded.Line> lines = new TreeMap<>();
        try (Statement statement = open.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT " + CursorReader.COLUMNS + ", line, state FROM store.lines")) {
            while (row.next()) {
                lines.put(row.getInt(7), new Loaded.Line(CursorReader.cursor(row), row.getBytes(8)));
            }
        }
        return lines;
    }

    private static List<StretchState> stretches(Connection open) throws SQLException {
        List<StretchState> stretches = new ArrayList<>();
        try (Statement statement = open.createStatement();
                ResultSet row = statement.executeQuery("SELECT stretch, line, connection, sid, channel, "
                        + micros("from_ts") + ", " + micros("to_ts")
                        + ", margin_us FROM store.stretches WHERE reason IS NULL ORDER BY stretch")) {
            while (row.next()) {
                stretches.add(new StretchState(
                        row.getLong(1),
                        row.getInt(2) - 1,
                        new Subscription(row.getInt(3), row.getInt(4)),
                        LedgerChannel.ofCode(row.getInt(5)),
                        time(row, 6),
                        time(row, 7),
                        row.getLong(8),
                        null));
            }
        }
        return stretches;
    }

    private static Map<String, byte[]> marketStates(Connection open) throws SQLException {
        Map<String, byte[]> states = new HashMap<>();
        try (Statement statement = open.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT ticker, state FROM store.market_states JOIN store.markets USING (market_key)")) {
            while (row.next()) {
                states.put(SafeText.unescape(row.getString(1)), row.getBytes(2));
            }
        }
        return states;
    }

    private static long number(Connection open, String query) throws SQLException {
        try (Statement statement = open.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static Map<String, List<Loaded.Row>> rows(PreparedStatement statement) throws SQLException {
        Map<String, List<Loaded.Row>> rows = new HashMap<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                rows.computeIfAbsent(SafeText.unescape(row.getString(1)), market -> new ArrayList<>())
                        .add(row(row));
            }
        }
        return rows;
    }

    private static Loaded.Row row(ResultSet row) throws SQLException {
        Long exchange = row.getObject(4, Long.class);
        Long base = row.getObject(12, Long.class);
        BookChange change = new BookChange(
                exchange == null ? Times.ABSENT : exchange,
                Side.ofBit(row.getInt(6)),
                row.getInt(7),
                row.getLong(8),
                row.getLong(9),
                row.getLong(10));
        return new Loaded.Row(
                row.getLong(2),
                row.getInt(3) == 2,
                change,
                row.getInt(11),
                row.getLong(5),
                base != null,
                base == null ? 0 : base,
                row.getBoolean(13),
                row.getBoolean(14),
                row.getBoolean(15));
    }

    private static long time(ResultSet row, int column) throws SQLException {
        long micros = row.getLong(column);
        return row.wasNull() ? Times.ABSENT : micros;
    }

    private static String micros(String time) {
        return "(extract(epoch FROM " + time + ") * 1000000)::bigint";
    }
}

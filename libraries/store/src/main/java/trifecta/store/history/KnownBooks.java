package trifecta.store.history;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import trifecta.market.Level;
import trifecta.market.Side;
import trifecta.market.Times;

/** The whole books of one market that production keeps: lines' snapshots and checkpoints. For one transaction. */
final class KnownBooks {
    /** Snapshots of one hash show the same book; more of them are looked at only where some are of no use. */
    private static final int ALIKE_MOST = 4;

    private static final String LEVELS = ", no_prices, no_sizes, yes_prices, yes_sizes ";

    private static final String SNAPSHOT = "SELECT coalesce(seq, " + BookState.NO_SEQ + "), "
            + Micros.of("coalesce(exchange_ts, received_ts)") + ", book_hash, base_hash" + LEVELS
            + "FROM store.snapshots WHERE market_key = ? AND yes_prices IS NOT NULL AND no_prices IS NOT NULL ";

    private static final String OF_HASH = SNAPSHOT + "AND book_hash = ? LIMIT 1";
    private static final String BELOW_A_RUN =
            SNAPSHOT + "AND base_hash = ? AND book_hash <> base_hash ORDER BY received_ts DESC LIMIT " + ALIKE_MOST;
    private static final String LATEST_BASE = SNAPSHOT
            + "AND base_hash = ? AND book_hash = base_hash AND coalesce(exchange_ts, received_ts) > ?::timestamptz"
            + " AND coalesce(exchange_ts, received_ts) <= ?::timestamptz"
            + " ORDER BY coalesce(exchange_ts, received_ts) DESC LIMIT 1";
    private static final String LATEST = SNAPSHOT + "AND coalesce(exchange_ts, received_ts) > ?::timestamptz"
            + " AND coalesce(exchange_ts, received_ts) <= ?::timestamptz"
            + " ORDER BY coalesce(exchange_ts, received_ts) DESC LIMIT 1";
    private static final String FIRST = SNAPSHOT + "AND coalesce(exchange_ts, received_ts) > ?::timestamptz"
            + " ORDER BY coalesce(exchange_ts, received_ts) LIMIT 1";

    private static final String CHECKPOINT = "SELECT seq, " + Micros.of("exchange_ts") + ", book_hash, book_hash"
            + LEVELS + "FROM store.checkpoints WHERE market_key = ? ";

    private static final String CHECKPOINTS = CHECKPOINT + "AND seq BETWEEN ? AND ? ORDER BY seq DESC LIMIT ?";

    /** Its row has to be there still, or it says nothing of the order of rows. */
    private static final String CHECKPOINT_AT = """
            SELECT seq FROM store.checkpoints c WHERE market_key = ? AND exchange_ts <= ?::timestamptz
                AND book_hash = (SELECT r.book_hash FROM store.book_rows r WHERE r.market_key = c.market_key
                                 AND r.seq = c.seq AND r.exchange_ts = c.exchange_ts)
            ORDER BY exchange_ts DESC LIMIT 1""";

    private final Connection connection;
    private final int market;

    KnownBooks(Connection connection, int market) {
        this.connection = connection;
        this.market = market;
    }

    /** A snapshot that shows the book of a hash; null when there is none. The empty book needs none. */
    @Nullable KnownBook ofHash(long hash) throws SQLException {
        if (hash == 0) {
            return new KnownBook(BookState.NO_SEQ, Times.ABSENT, 0, 0, List.of());
        }
        try (PreparedStatement statement = connection.prepareStatement(OF_HASH)) {
            statement.setInt(1, market);
            statement.setLong(2, hash);
            return first(statement);
        }
    }

    /** Snapshots to which the rows behind a base of this hash led, newest first. */
    List<KnownBook> aboveBase(long baseHash) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BELOW_A_RUN)) {
            statement.setInt(1, market);
            statement.setLong(2, baseHash);
            return books(statement);
        }
    }

    /** The latest snapshot between two instants, the later included, that shows the book of a hash on which its span stands. */
    @Nullable KnownBook latestBase(long baseHash, long behindMicros, long toMicros) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LATEST_BASE)) {
            statement.setInt(1, market);
            statement.setLong(2, baseHash);
            Micros.bind(statement, 3, behindMicros);
            Micros.bind(statement, 4, toMicros);
            return first(statement);
        }
    }

    /** The latest snapshot between two instants, the later included. */
    @Nullable KnownBook latest(long behindMicros, long toMicros) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LATEST)) {
            statement.setInt(1, market);
            Micros.bind(statement, 2, behindMicros);
            Micros.bind(statement, 3, toMicros);
            return first(statement);
        }
    }

    /** The first snapshot behind an instant. */
    @Nullable KnownBook earliest(long behindMicros) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIRST)) {
            statement.setInt(1, market);
            Micros.bind(statement, 2, behindMicros);
            return first(statement);
        }
    }

    /** Checkpoints between two places, both included, newest first. Each has to be proven by a fold. */
    List<KnownBook> checkpoints(long fromSeq, long toSeq, int most) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CHECKPOINTS)) {
            statement.setInt(1, market);
            statement.setLong(2, fromSeq);
            statement.setLong(3, toSeq);
            statement.setInt(4, most);
            return books(statement);
        }
    }

    /** Place of the last checkpoint at or before an instant. */
    @Nullable Long checkpointAt(long micros) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CHECKPOINT_AT)) {
            statement.setInt(1, market);
            Micros.bind(statement, 2, micros);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : null;
            }
        }
    }

    private static @Nullable KnownBook first(PreparedStatement statement) throws SQLException {
        List<KnownBook> books = books(statement);
        return books.isEmpty() ? null : books.getFirst();
    }

    private static List<KnownBook> books(PreparedStatement statement) throws SQLException {
        List<KnownBook> books = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                List<Level> levels = new ArrayList<>();
                levels(row, 5, Side.NO, levels);
                levels(row, 7, Side.YES, levels);
                books.add(new KnownBook(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), levels));
            }
        }
        return books;
    }

    private static void levels(ResultSet row, int column, Side side, List<Level> into) throws SQLException {
        Integer[] prices = (Integer[]) array(row, column);
        Long[] sizes = (Long[]) array(row, column + 1);
        for (int i = 0; i < prices.length; i++) {
            into.add(new Level(side, prices[i], sizes[i]));
        }
    }

    private static Object array(ResultSet row, int column) throws SQLException {
        Array array = row.getArray(column);
        return array.getArray();
    }
}

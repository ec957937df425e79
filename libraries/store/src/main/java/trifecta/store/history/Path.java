package trifecta.store.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import trifecta.market.Side;
import trifecta.store.postgres.SafeText;

/** The path of one market as production has it, in steps along its indexes. For one transaction. */
final class Path {
    private static final int KIND_REPLACED = 2;

    private static final String ROW = "SELECT seq, " + Micros.of("exchange_ts") + ", " + Micros.of("received_ts")
            + ", kind, side, price, delta, book_hash FROM store.book_rows WHERE market_key = ? ";

    /** The same without the times: to make numbers of them takes as long as all the rest. */
    private static final String STEP = "SELECT seq, NULL::bigint, 0::bigint, kind, side, price, delta, book_hash"
            + " FROM store.book_rows WHERE market_key = ? ";

    private static final String RANGE = "AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?";
    private static final String AT_SEQ = ROW + "AND seq = ?";
    private static final String FIRST_BEHIND = ROW + "AND seq > ? ORDER BY seq LIMIT 1";
    private static final String LAST = ROW + "ORDER BY seq DESC LIMIT 1";

    /** From the first row that is later the path is walked back, so that rows without a time stay with their neighbours. */
    private static final String LAST_AT = ROW + """
            AND seq >= ? AND seq < coalesce(
                (SELECT seq FROM store.book_rows
                 WHERE market_key = ? AND seq >= ? AND exchange_ts > ?::timestamptz ORDER BY seq LIMIT 1),
                9223372036854775807)
            AND (exchange_ts <= ?::timestamptz OR (exchange_ts IS NULL AND received_ts <= ?::timestamptz))
            ORDER BY seq DESC LIMIT 1""";

    private static final String SEQ_OF_HASH = """
            SELECT seq FROM (SELECT seq, book_hash FROM store.book_rows WHERE market_key = ? AND seq < ?
                             ORDER BY seq DESC LIMIT ?) near
            WHERE book_hash = ? LIMIT 1""";

    private static final String RUN = "SELECT seq, base_hash, reason FROM store.run_heads WHERE market_key = ? ";
    private static final String RUN_OF = RUN + "AND seq <= ? ORDER BY seq DESC LIMIT 1";
    private static final String RUNS = RUN + "AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?";

    private static final String VERIFIED = """
            SELECT seq FROM store.marks WHERE market_key = ? AND seq BETWEEN ? AND ? AND verified
            ORDER BY seq DESC LIMIT 1""";
    private static final String ENDED = "SELECT FROM store.marks WHERE market_key = ? AND seq = ? AND ended";

    private final Connection connection;
    private final int market;

    private Path(Connection connection, int market) {
        this.connection = connection;
        this.market = market;
    }

    /** The path of a market; null when production has no such market. */
    static @Nullable Path of(Connection connection, String ticker) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT market_key FROM store.markets WHERE ticker = ?")) {
            statement.setString(1, SafeText.escape(ticker));
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? new Path(connection, row.getInt(1)) : null;
            }
        }
    }

    KnownBooks books() {
        return new KnownBooks(connection, market);
    }

    /** The market's key in this database. */
    int market() {
        return market;
    }

    /**
     * The last row at or before an instant. A row without an exchange time counts when it was received by then or when a row behind
     * it counts, but never behind a row whose exchange time is later.
     *
     * @param fromSeq a row known to be at or before it, or the smallest number
     */
    @Nullable PathRow lastAt(long micros, long fromSeq) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LAST_AT)) {
            statement.setInt(1, market);
            statement.setLong(2, fromSeq);
            statement.setInt(3, market);
            statement.setLong(4, fromSeq);
            Micros.bind(statement, 5, micros);
            Micros.bind(statement, 6, micros);
            Micros.bind(statement, 7, micros);
            return first(statement);
        }
    }

    @Nullable PathRow last() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LAST)) {
            statement.setInt(1, market);
            return first(statement);
        }
    }

    /** The first row behind a place. */
    @Nullable PathRow behind(long seq) throws SQLException {
        return first(FIRST_BEHIND, seq);
    }

    @Nullable PathRow row(long seq) throws SQLException {
        return first(AT_SEQ, seq);
    }

    /** Rows behind a place up to another, which is included, in order. */
    List<PathRow> rows(long behindSeq, long toSeq, int most) throws SQLException {
        return range(ROW, behindSeq, toSeq, most);
    }

    /** As {@link #rows}, without times: all that a fold needs. */
    List<PathRow> steps(long behindSeq, long toSeq, int most) throws SQLException {
        return range(STEP, behindSeq, toSeq, most);
    }

    private List<PathRow> range(String columns, long behindSeq, long toSeq, int most) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(columns + RANGE)) {
            statement.setInt(1, market);
            statement.setLong(2, behindSeq);
            statement.setLong(3, toSeq);
            statement.setInt(4, most);
            return rows(statement);
        }
    }

    /** The nearest row before a place after which the book had this hash, among the last so many. */
    @Nullable Long seqOfHash(long beforeSeq, long hash, int most) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SEQ_OF_HASH)) {
            statement.setInt(1, market);
            statement.setLong(2, beforeSeq);
            statement.setInt(3, most);
            statement.setLong(4, hash);
            return number(statement);
        }
    }

    /** The run to which a row belongs. */
    @Nullable RunStart runOf(long seq) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RUN_OF)) {
            statement.setInt(1, market);
            statement.setLong(2, seq);
            List<RunStart> runs = runs(statement);
            return runs.isEmpty() ? null : runs.getFirst();
        }
    }

    /** The runs that begin behind a place and not behind another, in order. */
    List<RunStart> runs(long behindSeq, long toSeq, int most) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RUNS)) {
            statement.setInt(1, market);
            statement.setLong(2, behindSeq);
            statement.setLong(3, toSeq);
            statement.setInt(4, most);
            return runs(statement);
        }
    }

    /** The last row between two places, both included, after which an independent snapshot agreed. */
    @Nullable Long verified(long fromSeq, long toSeq) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(VERIFIED)) {
            statement.setInt(1, market);
            statement.setLong(2, fromSeq);
            statement.setLong(3, toSeq);
            return number(statement);
        }
    }

    /** Whether it is known that the run did not go on behind this row. */
    boolean isEnded(long seq) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ENDED)) {
            statement.setInt(1, market);
            statement.setLong(2, seq);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    private @Nullable PathRow first(String query, long seq) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setInt(1, market);
            statement.setLong(2, seq);
            return first(statement);
        }
    }

    private static @Nullable PathRow first(PreparedStatement statement) throws SQLException {
        List<PathRow> rows = rows(statement);
        return rows.isEmpty() ? null : rows.getFirst();
    }

    private static List<PathRow> rows(PreparedStatement statement) throws SQLException {
        List<PathRow> rows = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                rows.add(new PathRow(
                        row.getLong(1),
                        Micros.read(row, 2),
                        row.getLong(3),
                        row.getInt(4) == KIND_REPLACED,
                        Side.ofBit(row.getInt(5)),
                        row.getInt(6),
                        row.getLong(7),
                        row.getLong(8)));
            }
        }
        return rows;
    }

    private static List<RunStart> runs(PreparedStatement statement) throws SQLException {
        List<RunStart> runs = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                @Nullable String reason = row.getString(3);
                runs.add(new RunStart(row.getLong(1), row.getLong(2), reason == null ? "" : reason));
            }
        }
        return runs;
    }

    private static @Nullable Long number(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getLong(1) : null;
        }
    }
}

package trifecta.benchmarks.parts;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.LongSupplier;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * What the merge is compared with, inside production's server and in its own database.
 *
 * <p>{@link #merge}: three tables hold a copy of each line's changes (ticker, times, delta, size after it, book hash, price, side),
 * vacuumed and in the order of receipt. Each is poured by {@code INSERT … SELECT … ON CONFLICT DO NOTHING} and its own commit into one
 * table of the same columns. Its primary key (ticker, exchange_ts, side, price) is the leanest under which these changes can be told
 * apart at all; it has the part of production's {@code UNIQUE (market_key, seq)}, one index that lets each change stand once. Nothing travels
 * between servers, no order is worked out, no hole is looked for.
 *
 * <p>{@link #copy}: the finished rows of production, exported beforehand, by one binary {@code COPY} and one commit into an empty table
 * with the columns and the unique index of the partition in which they stand: what is left when merging costs nothing.
 */
final class PlainSql {
    private static final int COPIES = 3;
    private static final String COLUMNS = "ticker, exchange_ts, received_ts, delta, size_after, book_hash, price, side";
    private static final String PRODUCTION_COLUMNS = "seq, exchange_ts, received_ts, delta, size_after, book_hash,"
            + " batch, market_key, price, kind, side, line, lines";

    private final Connection connection;
    private final LongSupplier ticks;
    private final Path rows;

    /**
     * Prepares both ways from what production has now.
     *
     * @param connection to production, with automatic commit
     * @param folder for the exported rows
     */
    PlainSql(Connection connection, LongSupplier ticks, Path folder) throws SQLException, IOException {
        this.connection = connection;
        this.ticks = ticks;
        this.rows = folder.resolve("production-rows");
        Path changes = folder.resolve("changes");
        export("SELECT " + PRODUCTION_COLUMNS + " FROM store.book_rows ORDER BY received_ts", rows);
        export(
                "SELECT " + COLUMNS
                        + " FROM store.book_rows JOIN store.markets USING (market_key) ORDER BY received_ts",
                changes);
        execute("CREATE SCHEMA plain");
        execute("""
                CREATE TABLE plain.history (
                    ticker text COLLATE "C" NOT NULL, exchange_ts timestamptz NOT NULL, received_ts timestamptz NOT NULL,
                    delta bigint, size_after bigint, book_hash bigint NOT NULL, price int NOT NULL, side smallint NOT NULL,
                    PRIMARY KEY (ticker, exchange_ts, side, price))""");
        for (int copy = 1; copy <= COPIES; copy++) {
            execute("CREATE TABLE plain.line_" + copy + " AS SELECT * FROM plain.history");
            load("plain.line_" + copy, COLUMNS, changes);
            execute("VACUUM (ANALYZE) plain.line_" + copy);
        }
        Files.delete(changes);
        execute("CREATE TABLE plain.bare (LIKE " + partition() + " INCLUDING INDEXES INCLUDING STORAGE)");
    }

    /** Merges the three copies. @return seconds */
    double merge(long expected) throws SQLException {
        execute("TRUNCATE plain.history");
        execute("CHECKPOINT");
        long began = ticks.getAsLong();
        for (int copy = 1; copy <= COPIES; copy++) {
            execute("INSERT INTO plain.history (" + COLUMNS + ") SELECT " + COLUMNS + " FROM plain.line_" + copy
                    + " ON CONFLICT DO NOTHING");
        }
        double seconds = (ticks.getAsLong() - began) / 1e9;
        require("plain.history", expected);
        return seconds;
    }

    /** Copies the finished rows. @return seconds */
    double copy(long expected) throws SQLException, IOException {
        execute("TRUNCATE plain.bare");
        execute("CHECKPOINT");
        long began = ticks.getAsLong();
        load("plain.bare", PRODUCTION_COLUMNS, rows);
        double seconds = (ticks.getAsLong() - began) / 1e9;
        require("plain.bare", expected);
        return seconds;
    }

    private String partition() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT tableoid::regclass FROM store.book_rows LIMIT 1")) {
            row.next();
            return row.getString(1);
        }
    }

    private void require(String table, long expected) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
            row.next();
            if (row.getLong(1) != expected) {
                throw new IllegalStateException(table + " has " + row.getLong(1) + " rows instead of " + expected);
            }
        }
    }

    private void export(String query, Path file) throws SQLException, IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            copyManager().copyOut("COPY (" + query + ") TO STDOUT (FORMAT binary)", out);
        }
    }

    private void load(String table, String columns, Path file) throws SQLException, IOException {
        try (InputStream in = Files.newInputStream(file)) {
            copyManager().copyIn("COPY " + table + " (" + columns + ") FROM STDIN (FORMAT binary)", in, 1 << 16);
        }
    }

    private CopyManager copyManager() throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

package trifecta.cli.drill;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Rows without meaning that make a database as large as one that has run for long; no view shows them. */
final class Ballast {
    private static final int ROWS = 50_000;

    private Ballast() {}

    /**
     * Adds rows until the database has the size.
     *
     * @return its size in bytes
     */
    static long fill(Connection connection, long bytes) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS store.drill_ballast (n bigint, filler text)");
        }
        long size = size(connection);
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO store.drill_ballast SELECT n, repeat(md5(n::text || clock_timestamp()::text), 10)"
                        + " FROM generate_series(1, " + ROWS + ") n")) {
            while (size < bytes) {
                insert.executeUpdate();
                size = size(connection);
            }
        }
        return size;
    }

    private static long size(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_database_size(current_database())")) {
            row.next();
            return row.getLong(1);
        }
    }
}

package trifecta.store.local;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import trifecta.store.postgres.Failures;

/**
 * Makes the partitions of {@code events}: each holds a chunk of one boot, so that old rows go by dropping a table. A chunk is made
 * before its first row comes, and attached, since that does not lock out readers.
 */
final class EventPartitions {
    /** Rows of one partition: about 700 MB, a few hours of a busy line. */
    static final long CHUNK_ROWS = 5_000_000;

    /** The next chunk is made when this many rows of the present one are left. */
    private static final long AHEAD_ROWS = CHUNK_ROWS / 5;

    private final Set<String> made = new HashSet<>();

    /** The partition of a row. */
    static String name(int boot, long n) {
        return "events_b" + boot + "_c" + n / CHUNK_ROWS;
    }

    /** Makes sure of the partitions for rows first to last of a boot; commits. */
    void prepare(Connection connection, int boot, long first, long last) throws SQLException {
        for (long chunk = first / CHUNK_ROWS; chunk <= (last + AHEAD_ROWS) / CHUNK_ROWS; chunk++) {
            String name = name(boot, chunk * CHUNK_ROWS);
            if (!made.contains(name)) {
                make(connection, name, boot, chunk);
                made.add(name);
            }
        }
    }

    private static void make(Connection connection, String name, int boot, long chunk) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (isThere(statement, name)) {
                connection.commit();
                return;
            }
            statement.execute("CREATE TABLE " + name + " (LIKE events INCLUDING ALL)");
            statement.execute("ALTER TABLE events ATTACH PARTITION " + name + " FOR VALUES FROM (" + boot + ", "
                    + chunk * CHUNK_ROWS + ") TO (" + boot + ", " + (chunk + 1) * CHUNK_ROWS + ")");
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            if (!Failures.isDuplicateRelation(e)) {
                throw e;
            }
            // A predecessor that was just being ended made it.
        }
    }

    private static boolean isThere(Statement statement, String name) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT to_regclass('" + name + "') IS NOT NULL")) {
            row.next();
            return row.getBoolean(1);
        }
    }
}

package trifecta.store.production;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import trifecta.store.postgres.Failures;

/**
 * Makes the daily partitions of one table: today's and tomorrow's ahead, others when a row needs them. Attached, since that does
 * not lock out readers; only a default partition is locked for a moment.
 */
final class DayPartitions {
    private static final long DAY_MICROS = 86_400_000_000L;

    /** A partition that is not needed yet must not make anybody wait. */
    private static final int AHEAD_LOCK_MILLIS = 50;

    private final String table;
    private final String afterwards;
    private final Set<Long> made = new HashSet<>();
    private long refusedAhead = Long.MIN_VALUE;

    /**
     * @param table the partitioned table with its schema
     * @param leafKey columns of a unique key of each leaf; empty where the table itself has one
     */
    DayPartitions(String table, String leafKey) {
        this.table = table;
        this.afterwards = leafKey.isEmpty() ? "" : "ADD UNIQUE (" + leafKey + ")";
    }

    static long day(long micros) {
        return Math.floorDiv(micros, DAY_MICROS);
    }

    /**
     * Makes sure of a day's partition; commits when it makes one.
     *
     * @return its name with its schema
     */
    String prepare(Connection connection, long day) throws SQLException {
        if (!made.contains(day)) {
            make(connection, day);
        }
        return leaf(day);
    }

    private String leaf(long day) {
        return table + "_" + date(day).toString().replace("-", "");
    }

    /** Makes a day's partition if nobody is in the way; tried again after a minute. */
    void prepareAhead(Connection connection, long day, long nowMicros) throws SQLException {
        long minute = Math.floorDiv(nowMicros, 60_000_000L);
        if (made.contains(day) || minute == refusedAhead) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL lock_timeout = " + AHEAD_LOCK_MILLIS);
            make(connection, day);
        } catch (SQLException e) {
            if (!Failures.isLockTimeout(e)) {
                throw e;
            }
            refusedAhead = minute;
        }
    }

    private void make(Connection connection, long day) throws SQLException {
        String leaf = leaf(day);
        try (Statement statement = connection.createStatement()) {
            if (!isThere(statement, leaf)) {
                statement.execute("CREATE TABLE " + leaf + " (LIKE " + table
                        + " INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE)");
                if (!afterwards.isEmpty()) {
                    statement.execute("ALTER TABLE " + leaf + " " + afterwards);
                }
                statement.execute("ALTER TABLE " + table + " ATTACH PARTITION " + leaf + " FOR VALUES FROM ('"
                        + date(day) + " 00:00:00+00') TO ('" + date(day + 1) + " 00:00:00+00')");
            }
            connection.commit();
            made.add(day);
        } catch (SQLException e) {
            connection.rollback();
            if (!Failures.isDuplicateRelation(e)) {
                throw e;
            }
            // Another writer made it a moment ago: it is there, or the next COPY says that it is not.
        }
    }

    private static boolean isThere(Statement statement, String leaf) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT to_regclass('" + leaf + "') IS NOT NULL")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private static LocalDate date(long day) {
        return LocalDate.ofEpochDay(day);
    }
}

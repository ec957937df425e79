package trifecta.store.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import trifecta.store.DatabaseAddress;
import trifecta.store.StoreException;

/** Opens connections that cannot wait for ever, and ends those of a predecessor. */
public final class Connections {
    /** A server on the same network answers within milliseconds; a dead one must not hold up a restart. */
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);

    /** A server on a busy machine may need long to start a backend, and this process to load its driver. */
    private static final Duration LOGIN_MAX = Duration.ofSeconds(30);

    /** Longer than any statement of ours: beyond it the network is taken for dead. */
    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);

    /** A row held by another writer: it is about to end, or to be ended. */
    private static final Duration LOCK_MAX = Duration.ofSeconds(10);

    /** A writer paused inside a transaction gives up its locks after this. */
    private static final Duration IDLE_IN_TRANSACTION_MAX = Duration.ofSeconds(10);

    /** How long an ended backend is waited for; one in the middle of its commit finishes first. */
    private static final Duration END_MAX = Duration.ofSeconds(5);

    /**
     * Every question about the past is a few steps along an index; a planner that knows nothing of a young partition would rather
     * collect and sort it.
     */
    private static final String WALK_INDEXES = " -c enable_sort=off -c enable_bitmapscan=off -c enable_seqscan=off";

    private Connections() {}

    /**
     * A connection without automatic commit.
     *
     * @param name application name: tells connections apart in {@code pg_stat_activity}
     */
    public static Connection open(DatabaseAddress address, String name) throws StoreException {
        return open(address, name, "");
    }

    /** As {@link #open(DatabaseAddress, String)}; statements go along indexes wherever there is one. */
    public static Connection openToWalk(DatabaseAddress address, String name) throws StoreException {
        return open(address, name, WALK_INDEXES);
    }

    /**
     * As {@link #open(DatabaseAddress, String)}, for reading alone.
     *
     * @param statementMax what takes longer is given up by the server
     */
    public static Connection openToRead(DatabaseAddress address, String name, Duration statementMax)
            throws StoreException {
        return open(address, name, reading(statementMax));
    }

    /** As {@link #openToRead} and {@link #openToWalk}. */
    public static Connection openToWalk(DatabaseAddress address, String name, Duration statementMax)
            throws StoreException {
        return open(address, name, reading(statementMax) + WALK_INDEXES);
    }

    private static String reading(Duration statementMax) {
        return " -c default_transaction_read_only=on -c statement_timeout=" + statementMax.toMillis();
    }

    private static Connection open(DatabaseAddress address, String name, String settings) throws StoreException {
        Properties properties = new Properties();
        properties.setProperty("user", address.user());
        properties.setProperty("password", address.password());
        properties.setProperty("ApplicationName", name);
        properties.setProperty("connectTimeout", Long.toString(CONNECT_MAX.toSeconds()));
        properties.setProperty("loginTimeout", Long.toString(LOGIN_MAX.toSeconds()));
        properties.setProperty("socketTimeout", Long.toString(ANSWER_MAX.toSeconds()));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("prepareThreshold", "1");
        properties.setProperty(
                "options",
                "-c lock_timeout=" + LOCK_MAX.toMillis() + " -c idle_in_transaction_session_timeout="
                        + IDLE_IN_TRANSACTION_MAX.toMillis() + settings);
        try {
            Connection connection = DriverManager.getConnection(address.url(), properties);
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            throw Failures.of("connect as " + name, address, e);
        }
    }

    /** Ends all other backends of this application name in this database and waits until they are gone. */
    public static void endPredecessors(Connection connection, String name) throws SQLException {
        end(connection, "application_name = ?", name);
    }

    /** As {@link #endPredecessors}, for all backends whose application names begin so. */
    public static void endBackends(Connection connection, String beginning) throws SQLException {
        end(connection, "starts_with(application_name, ?)", beginning);
    }

    private static void end(Connection connection, String condition, String value) throws SQLException {
        try (PreparedStatement end =
                connection.prepareStatement("SELECT pg_terminate_backend(pid, ?) FROM pg_stat_activity WHERE "
                        + condition + " AND datname = current_database() AND pid <> pg_backend_pid()")) {
            end.setLong(1, END_MAX.toMillis());
            end.setString(2, value);
            end.executeQuery().close();
        }
        connection.commit();
    }

    public static CopyManager copy(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }

    /** Closes without a word: whoever closes a broken connection has said already what broke it. */
    public static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // Nothing is lost: what was not committed is rolled back by the server.
        }
    }
}

package trifecta.store.production;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import trifecta.store.DatabaseAddress;
import trifecta.store.StoreException;
import trifecta.store.postgres.Connections;
import trifecta.store.postgres.Failures;
import trifecta.store.postgres.Migrations;

/**
 * Says which of several deduplicators works. It is there for liveness: a holder that died loses it as soon as the server sees its
 * connection end, one that is paused or cut off after the time to live, by the server's clock. That only one of them writes does not
 * depend on it, see {@link ProductionWriter}.
 *
 * <p>Whoever takes it over ends all backends that the predecessor left. After a failure call again. Single-threaded.
 */
public final class Lease implements AutoCloseable {
    /** Backends whose name begins so write for the holder, and are ended by its successor. */
    public static final String HOLDERS_BACKENDS = "trifecta deduplicator ";

    /** Outside of {@link #HOLDERS_BACKENDS}: who waits for the lease is left alone. */
    private static final String BACKEND = "trifecta lease";

    private static final String TAKE = """
            UPDATE store.lease l
            SET term = l.term + CASE WHEN l.holder IS NOT DISTINCT FROM ? THEN 0 ELSE 1 END,
                taken_at = CASE WHEN l.holder IS NOT DISTINCT FROM ? THEN l.taken_at ELSE clock_timestamp() END,
                holder = ?, name = ?, renewed_at = clock_timestamp(), backend = pg_backend_pid(),
                backend_start = (SELECT backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid())
            WHERE l.holder IS NULL OR l.holder = ?
               OR l.renewed_at NOT BETWEEN clock_timestamp() - make_interval(secs => ?) AND clock_timestamp()
               OR NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.pid = l.backend
                       AND (a.backend_start IS NULL OR a.backend_start = l.backend_start))
            RETURNING term""";

    private static final double NANOS_PER_SECOND = 1e9;

    private final DatabaseAddress address;
    private final String name;
    private final Duration timeToLive;
    private final UUID holder = UUID.randomUUID();
    private @Nullable Connection connection;
    /** The term in which its predecessors' backends were ended; 0: none yet. */
    private long endedIn;

    private Lease(DatabaseAddress address, String name, Duration timeToLive) {
        this.address = address;
        this.name = name;
        this.timeToLive = timeToLive;
    }

    /**
     * Brings the schema up to date; takes nothing yet.
     *
     * @param name tells people who holds it
     * @param timeToLive for how long a holder that is not heard of keeps it
     */
    public static Lease open(DatabaseAddress address, String name, Duration timeToLive) throws StoreException {
        Migrations.run(address, ProductionWriter.LOCATION, "store");
        Lease lease = new Lease(address, name, timeToLive);
        lease.connected();
        return lease;
    }

    /**
     * Takes the lease when it is free, or renews it. When it was another one's before, that one's backends have ended on return.
     *
     * @return the number of the term; 0 when somebody else has it
     */
    public long take() throws StoreException {
        try {
            Connection open = connected();
            long term = update(open);
            open.commit();
            if (term != 0 && term != endedIn) {
                Connections.endBackends(open, HOLDERS_BACKENDS);
                endedIn = term;
            }
            return term;
        } catch (SQLException e) {
            close();
            throw Failures.of("take or renew the lease", address, e);
        }
    }

    /** Gives it back, so that a successor need not wait; nothing when somebody else has it. */
    public void giveBack() throws StoreException {
        try {
            Connection open = connected();
            try (PreparedStatement statement =
                    open.prepareStatement("UPDATE store.lease SET holder = NULL WHERE holder = ?")) {
                statement.setObject(1, holder);
                statement.executeUpdate();
            }
            open.commit();
            endedIn = 0;
        } catch (SQLException e) {
            close();
            throw Failures.of("give the lease back", address, e);
        }
    }

    @Override
    public void close() {
        if (connection != null) {
            Connections.closeQuietly(connection);
            connection = null;
        }
    }

    private long update(Connection open) throws SQLException {
        try (PreparedStatement statement = open.prepareStatement(TAKE)) {
            statement.setObject(1, holder);
            statement.setObject(2, holder);
            statement.setObject(3, holder);
            statement.setString(4, name);
            statement.setObject(5, holder);
            statement.setDouble(6, timeToLive.toNanos() / NANOS_PER_SECOND);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    private Connection connected() throws StoreException {
        Connection open = connection;
        if (open == null) {
            open = Connections.open(address, BACKEND);
            connection = open;
        }
        return open;
    }
}

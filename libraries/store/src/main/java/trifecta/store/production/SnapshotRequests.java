package trifecta.store.production;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import trifecta.store.DatabaseAddress;
import trifecta.store.StoreException;
import trifecta.store.postgres.Connections;
import trifecta.store.postgres.Failures;
import trifecta.store.postgres.SafeText;

/**
 * Waits for requests of fresh snapshots: listens, and looks at the table at the end of each wait as well. Needs read-only rights.
 * After a failure, call again: nothing is missed. Single-threaded.
 */
public final class SnapshotRequests implements AutoCloseable {
    private final DatabaseAddress address;
    private final String name;
    private @Nullable Connection connection;
    private long lastId = -1;

    private SnapshotRequests(DatabaseAddress address, String name) {
        this.address = address;
        this.name = name;
    }

    /** Requests count from now on. */
    public static SnapshotRequests open(DatabaseAddress address, String name) throws StoreException {
        SnapshotRequests requests = new SnapshotRequests(address, name);
        try {
            requests.connected();
        } catch (SQLException e) {
            requests.close();
            throw Failures.of("listen for snapshot requests", address, e);
        }
        return requests;
    }

    /** The markets asked for since the last call, in order, as soon as there are some; none when the wait ends. */
    public List<String> await(Duration wait) throws StoreException {
        try {
            Connection open = connected();
            List<String> markets = fresh(open);
            if (markets.isEmpty()) {
                open.unwrap(PGConnection.class).getNotifications(Math.max(1, Math.toIntExact(wait.toMillis())));
                markets = fresh(open);
            }
            return markets;
        } catch (SQLException e) {
            close();
            throw Failures.of("listen for snapshot requests", address, e);
        }
    }

    @Override
    public void close() {
        if (connection != null) {
            Connections.closeQuietly(connection);
            connection = null;
        }
    }

    private List<String> fresh(Connection open) throws SQLException {
        try (PreparedStatement find =
                open.prepareStatement("SELECT id, market FROM store.snapshot_requests WHERE id > ? ORDER BY id")) {
            find.setLong(1, lastId);
            List<String> markets = new ArrayList<>();
            try (ResultSet row = find.executeQuery()) {
                while (row.next()) {
                    lastId = row.getLong(1);
                    markets.add(SafeText.unescape(row.getString(2)));
                }
            }
            return markets;
        }
    }

    private Connection connected() throws SQLException, StoreException {
        Connection open = connection;
        if (open == null) {
            open = Connections.open(address, name);
            connection = open;
            open.setAutoCommit(true);
            try (Statement statement = open.createStatement()) {
                statement.execute("LISTEN " + SideTables.REQUESTS_CHANNEL);
                long stored = maxId(statement);
                lastId = lastId < 0 ? stored : Math.min(lastId, stored);
            }
        }
        return open;
    }

    /** The last request; lower than one that was seen when production was restored to an earlier time. */
    private static long maxId(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT coalesce(max(id), 0) FROM store.snapshot_requests")) {
            row.next();
            return row.getLong(1);
        }
    }
}

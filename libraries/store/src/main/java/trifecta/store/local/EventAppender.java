package trifecta.store.local;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import trifecta.market.LineEvent;
import trifecta.market.Position;
import trifecta.store.DatabaseAddress;
import trifecta.store.StoreException;
import trifecta.store.postgres.BinaryRows;
import trifecta.store.postgres.Connections;
import trifecta.store.postgres.Failures;
import trifecta.store.postgres.MarketKeys;
import trifecta.store.postgres.Migrations;
import trifecta.store.postgres.ServerDemands;

/**
 * Appends a line's events to its gatherer's database, each position once whatever happens. Progress is learned from the database
 * alone: at open, after a lost connection (was the last commit made?), and when a position turns out to be taken (a predecessor's
 * backend committed late). See {@code docs/decisions/0004-appending.md}. Single-threaded.
 *
 * <p>Rows are copied in binary straight into their partition. A position that is taken makes the COPY wait for the transaction that took
 * it, then fail as a whole; what that transaction stored is then skipped.
 */
public final class EventAppender implements AutoCloseable {
    private static final String LOCATION = "db/local";

    /** One predecessor can be late once; more means that another appender works, which must be said. */
    private static final int CONFLICTS_MAX = 5;

    private final DatabaseAddress address;
    private final String name;
    private final MarketKeys keys = new MarketKeys("markets");
    private final EventPartitions partitions = new EventPartitions();
    private @Nullable Connection connection;
    private Position last = Position.START;

    private EventAppender(DatabaseAddress address, String name) {
        this.address = address;
        this.name = name;
    }

    /**
     * Brings the schema up to date, makes sure that the server is durable, ends the predecessor's backends, learns the last position.
     *
     * @param name application name, the same at each start of this line's gatherer and used by nothing else
     */
    public static EventAppender open(DatabaseAddress address, String name) throws StoreException {
        Connection probe = Connections.open(address, name + " (setup)");
        try {
            ServerDemands.check(probe, address);
        } finally {
            Connections.closeQuietly(probe);
        }
        Migrations.run(address, LOCATION, "public");
        EventAppender appender = new EventAppender(address, name);
        appender.connected();
        return appender;
    }

    /** The last position stored, as far as this appender knows; {@link Position#START} in an empty database. */
    public Position last() {
        return last;
    }

    /**
     * Appends events in one transaction; those up to {@link #last()} are skipped. After a failure, call it again with the same
     * events: it finds out what was stored.
     *
     * @param events of one boot, rising by one in {@code n}, without a hole behind {@link #last()}
     */
    public void append(int boot, List<LineEvent> events) throws StoreException {
        for (int conflicts = 0; conflicts < CONFLICTS_MAX; conflicts++) {
            Connection open = connected();
            List<LineEvent> rest = behindLast(boot, events);
            if (rest.isEmpty()) {
                return;
            }
            try {
                store(open, boot, rest);
                return;
            } catch (SQLException e) {
                keys.rolledBack();
                forget();
                if (!Failures.isConflict(e)) {
                    throw Failures.of("append " + rest.size() + " rows behind " + last, address, e);
                }
            }
        }
        throw new StoreException(
                "append rows behind " + last,
                "positions were taken " + CONFLICTS_MAX + " times in a row (" + address + ")",
                "does another gatherer write to this database?",
                true,
                null);
    }

    @Override
    public void close() {
        forget();
    }

    private void store(Connection open, int boot, List<LineEvent> events) throws SQLException {
        partitions.prepare(open, boot, events.getFirst().n(), events.getLast().n());
        keys.learn(open, marketsOf(events));
        for (int begin = 0; begin < events.size(); ) {
            begin = copyChunk(open, boot, events, begin);
        }
        open.commit();
        keys.committed();
        last = new Position(boot, events.getLast().n());
    }

    /** Copies the events from an index on that lie in one partition and gives the index behind them. */
    private int copyChunk(Connection open, int boot, List<LineEvent> events, int begin) throws SQLException {
        String partition = EventPartitions.name(boot, events.get(begin).n());
        long chunk = events.get(begin).n() / EventPartitions.CHUNK_ROWS;
        int end = begin;
        try (BinaryRows rows = new BinaryRows(open, partition + " (" + EventRows.COLUMNS + ")")) {
            for (; end < events.size() && events.get(end).n() / EventPartitions.CHUNK_ROWS == chunk; end++) {
                EventRows.write(rows, boot, events.get(end), keys::key);
            }
            rows.finish();
        }
        return end;
    }

    private Set<String> marketsOf(List<LineEvent> events) {
        Set<String> markets = new LinkedHashSet<>();
        for (LineEvent event : events) {
            String market = EventRows.market(event.body());
            if (market != null && !keys.knows(market)) {
                markets.add(market);
            }
        }
        return markets;
    }

    private List<LineEvent> behindLast(int boot, List<LineEvent> events) {
        int stored = 0;
        for (; stored < events.size(); stored++) {
            if (new Position(boot, events.get(stored).n()).compareTo(last) > 0) {
                break;
            }
        }
        List<LineEvent> rest = events.subList(stored, events.size());
        long expected = boot == last.boot()
                ? last.n() + 1
                : rest.isEmpty() ? 0 : rest.getFirst().n();
        for (LineEvent event : rest) {
            if (event.n() != expected++) {
                throw new IllegalArgumentException(
                        "a hole: " + boot + ":" + event.n() + " instead of " + (expected - 1) + " behind " + last);
            }
        }
        return rest;
    }

    private Connection connected() throws StoreException {
        Connection open = connection;
        if (open != null) {
            return open;
        }
        open = Connections.open(address, name);
        try {
            Connections.endPredecessors(open, name);
            last = learnLast(open);
        } catch (SQLException e) {
            Connections.closeQuietly(open);
            throw Failures.of("learn the last position", address, e);
        }
        connection = open;
        return open;
    }

    private static Position learnLast(Connection open) throws SQLException {
        try (Statement statement = open.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT boot, n FROM events ORDER BY boot DESC, n DESC LIMIT 1")) {
            Position learned = row.next() ? new Position(row.getInt(1), row.getLong(2)) : Position.START;
            open.commit();
            return learned;
        }
    }

    /** Gives the connection up: what it still holds is rolled back, and the next one learns anew. */
    private void forget() {
        if (connection != null) {
            Connections.closeQuietly(connection);
            connection = null;
        }
    }
}

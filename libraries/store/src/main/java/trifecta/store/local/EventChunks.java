package trifecta.store.local;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import trifecta.market.Position;
import trifecta.store.DatabaseAddress;
import trifecta.store.StoreException;
import trifecta.store.postgres.Connections;
import trifecta.store.postgres.Failures;

/**
 * The chunks in which a line stands in its database, and how one is let go: as a whole, so that a reader finds all of its rows or
 * none. Needs the rights of the tables' owner. Knows nothing of what may go, see {@code docs/decisions/0010-retention.md}.
 * Single-threaded.
 */
public final class EventChunks implements AutoCloseable {
    /** Whoever waits for a lock makes others wait behind it: rather try again later. */
    private static final Duration LOCK_MAX = Duration.ofSeconds(1);

    /** Rows that one statement looks at: each ends within seconds on a slow disk. */
    private static final long SLICE_ROWS = 500_000;

    /** Comment of a table that is on its way out: nobody else's detached table is ever dropped. */
    private static final String MARK = "let go";

    private static final Pattern NAME = Pattern.compile("events_b(\\d{1,10})_c(\\d{1,14})");

    private final DatabaseAddress address;
    private final Connection connection;

    private EventChunks(DatabaseAddress address, Connection connection) {
        this.address = address;
        this.connection = connection;
    }

    /**
     * A chunk: the rows of one boot whose n divided by the chunk's size is {@code number}.
     *
     * @param number from 0
     */
    public record Chunk(int boot, long number) implements Comparable<Chunk> {
        private static final Comparator<Chunk> ORDER =
                Comparator.comparingInt(Chunk::boot).thenComparingLong(Chunk::number);

        /** The chunk that holds a position. */
        public static Chunk holding(Position position) {
            return new Chunk(position.boot(), position.n() / EventPartitions.CHUNK_ROWS);
        }

        @Override
        public int compareTo(Chunk other) {
            return ORDER.compare(this, other);
        }

        @Override
        public String toString() {
            return EventPartitions.name(boot, number * EventPartitions.CHUNK_ROWS);
        }
    }

    /**
     * A row that is stored.
     *
     * @param receivedMicros the gatherer's clock when it was received, microseconds since 1970 UTC
     */
    public record Row(Position position, long receivedMicros) {}

    /**
     * What stands in a chunk.
     *
     * @param newestMicros the greatest of all its stamps, the gatherer's and the exchange's, microseconds since 1970 UTC
     */
    public record Extent(long rows, long newestMicros) {}

    /**
     * @param name application name: tells connections apart in {@code pg_stat_activity}
     */
    public static EventChunks open(DatabaseAddress address, String name) throws StoreException {
        Connection connection = Connections.openToWalk(address, name);
        try {
            connection.setAutoCommit(true); // a concurrent detach is two transactions of its own
            execute(connection, "SET lock_timeout = " + LOCK_MAX.toMillis());
            return new EventChunks(address, connection);
        } catch (SQLException e) {
            Connections.closeQuietly(connection);
            throw Failures.of("look at the line's chunks", address, e);
        }
    }

    @Override
    public void close() {
        Connections.closeQuietly(connection);
    }

    /** The lowest row stored; empty when there is none. */
    public Optional<Row> lowest() throws StoreException {
        return row("find the lowest row", "events ORDER BY boot, n");
    }

    /** The highest row stored; empty when there is none. */
    public Optional<Row> highest() throws StoreException {
        return row("find the highest row", "events ORDER BY boot DESC, n DESC");
    }

    /** The highest row of a chunk; empty when it has none. */
    public Optional<Row> last(Chunk chunk) throws StoreException {
        return row("find the last row of " + chunk, chunk + " ORDER BY boot DESC, n DESC");
    }

    /** All chunks that readers see, in the order of their rows, also those made ahead that have no rows yet. */
    public List<Chunk> list() throws StoreException {
        try {
            List<Chunk> chunks = names("SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
                    + " WHERE i.inhparent = 'events'::regclass AND NOT i.inhdetachpending");
            Collections.sort(chunks);
            return chunks;
        } catch (SQLException e) {
            throw failure("list the line's chunks", e);
        }
    }

    /**
     * Looks at every row of a chunk.
     *
     * @param last the chunk's last row
     * @param latestMicros exchange times beyond this one come from a broken frame and say nothing; the gatherer's own always count
     */
    public Extent extent(Chunk chunk, Position last, long latestMicros) throws StoreException {
        long rows = 0;
        long newest = Long.MIN_VALUE;
        try {
            long first = chunk.number() * EventPartitions.CHUNK_ROWS;
            for (long from = first; from <= last.n(); from += SLICE_ROWS) {
                String query =
                        "SELECT count(*), greatest(max(received_us), max(exchange_us) FILTER (WHERE exchange_us <= "
                                + latestMicros + ")) FROM " + chunk + " WHERE boot = " + chunk.boot() + " AND n >= "
                                + from
                                + " AND n < " + (from + SLICE_ROWS);
                try (Statement statement = connection.createStatement();
                        ResultSet row = statement.executeQuery(query)) {
                    row.next();
                    long count = row.getLong(1);
                    rows += count;
                    newest = count == 0 ? newest : Math.max(newest, row.getLong(2));
                }
            }
            return new Extent(rows, newest);
        } catch (SQLException e) {
            throw failure("look at the rows of " + chunk, e);
        }
    }

    /**
     * Lets a chunk go. Readers are not waited for with a lock in hand, and find the chunk whole or not at all.
     *
     * @return false when somebody was in the way: the next {@link #finish} goes on with it
     */
    public boolean letGo(Chunk chunk) throws StoreException {
        try {
            execute(connection, "COMMENT ON TABLE " + chunk + " IS '" + MARK + "'");
            execute(connection, "ALTER TABLE events DETACH PARTITION " + chunk + " CONCURRENTLY");
            drop(chunk);
            return true;
        } catch (SQLException e) {
            if (Failures.isLockTimeout(e)) {
                return false;
            }
            throw failure("let go of " + chunk, e);
        }
    }

    /** Ends what an earlier {@link #letGo} had to leave half done; readers have not seen these chunks any more since then. */
    public void finish() throws StoreException {
        try {
            for (Chunk chunk : names("SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
                    + " WHERE i.inhparent = 'events'::regclass AND i.inhdetachpending AND" + marked())) {
                execute(connection, "ALTER TABLE events DETACH PARTITION " + chunk + " FINALIZE");
            }
            for (Chunk chunk : names("SELECT c.relname FROM pg_class c WHERE c.relkind = 'r' AND NOT c.relispartition"
                    + " AND c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = 'events'::regclass) AND"
                    + marked())) {
                drop(chunk);
            }
        } catch (SQLException e) {
            if (!Failures.isLockTimeout(e)) {
                throw failure("end what was let go", e);
            }
        }
    }

    private static String marked() {
        return " obj_description(c.oid, 'pg_class') = '" + MARK + "'";
    }

    private void drop(Chunk chunk) throws SQLException {
        execute(connection, "DROP TABLE " + chunk);
    }

    private List<Chunk> names(String query) throws SQLException {
        List<Chunk> chunks = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                Matcher name = NAME.matcher(row.getString(1));
                if (name.matches()) {
                    chunks.add(new Chunk(Integer.parseInt(name.group(1)), Long.parseLong(name.group(2))));
                }
            }
        }
        return chunks;
    }

    private Optional<Row> row(String operation, String place) throws StoreException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT boot, n, received_us FROM " + place + " LIMIT 1")) {
            return found.next()
                    ? Optional.of(new Row(new Position(found.getInt(1), found.getLong(2)), found.getLong(3)))
                    : Optional.empty();
        } catch (SQLException e) {
            throw failure(operation, e);
        }
    }

    private StoreException failure(String operation, SQLException cause) {
        return Failures.of(operation, address, cause);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

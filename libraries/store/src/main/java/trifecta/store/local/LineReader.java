package trifecta.store.local;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyOut;
import trifecta.market.LineEvent;
import trifecta.market.Position;
import trifecta.store.DatabaseAddress;
import trifecta.store.Incarnation;
import trifecta.store.LineCursor;
import trifecta.store.StoreException;
import trifecta.store.local.LineBatch.Cause;
import trifecta.store.postgres.BinaryRow;
import trifecta.store.postgres.Connections;
import trifecta.store.postgres.Failures;

/**
 * Reads a line from its gatherer's database: always the contiguous rows behind a cursor, since a missing number is a row that is
 * not committed yet. Each read begins with the last row taken and compares it with the cursor's anchor. Needs read-only rights.
 * After a failure, call it again. Single-threaded.
 */
public final class LineReader implements AutoCloseable {
    private final DatabaseAddress address;
    private final String name;
    private final MarketNames names = new MarketNames();
    private final EventDecoder decoder = new EventDecoder(names::name);
    private final BinaryRow row = new BinaryRow();
    private @Nullable Connection connection;
    private Incarnation incarnation = Incarnation.NONE;

    private LineReader(DatabaseAddress address, String name) {
        this.address = address;
        this.name = name;
    }

    /**
     * @param name application name, tells readers apart in the server's lists
     */
    public static LineReader open(DatabaseAddress address, String name) throws StoreException {
        LineReader reader = new LineReader(address, name);
        try {
            reader.connected();
        } catch (SQLException e) {
            throw Failures.of("read the line's identity", address, e);
        }
        return reader;
    }

    /**
     * Reads behind a cursor. A batch never crosses from one boot to the next; from {@link LineCursor#START} it begins with the
     * lowest row stored, whatever its number, since older ones may have been let go.
     *
     * @param maxRows at most so many events
     */
    public LineBatch read(LineCursor after, int maxRows) throws StoreException {
        try {
            Connection open = connected();
            LineBatch batch = read(open, after, maxRows);
            open.commit();
            return batch;
        } catch (SQLException e) {
            close();
            throw Failures.of("read the line behind " + after.position(), address, e);
        }
    }

    @Override
    public void close() {
        if (connection != null) {
            Connections.closeQuietly(connection);
            connection = null;
        }
    }

    private LineBatch read(Connection open, LineCursor after, int maxRows) throws SQLException {
        if (!after.incarnation().equals(Incarnation.NONE)
                && !after.incarnation().equals(incarnation)) {
            return new LineBatch.Estranged(
                    Cause.INCARNATION, after.incarnation() + " was read, " + incarnation + " answers");
        }
        if (after.position().equals(Position.START)) {
            Position first = lowest(open, "true");
            return first == null ? nothingBehind(after) : rows(open, after, first.boot(), first.n(), false, maxRows);
        }
        LineBatch batch = rowsBehind(open, after, maxRows);
        if (batch instanceof LineBatch.Rows rows && rows.events().isEmpty()) {
            return readNextBoot(open, after, maxRows);
        }
        return batch;
    }

    /** The boot may have ended. It has when a later one is there, but then its last rows are all there as well: looks again. */
    private LineBatch readNextBoot(Connection open, LineCursor after, int maxRows) throws SQLException {
        Position next = lowest(open, "boot > " + after.position().boot());
        if (next == null) {
            return nothingBehind(after);
        }
        LineBatch rest = rowsBehind(open, after, maxRows);
        if (!(rest instanceof LineBatch.Rows rows) || !rows.events().isEmpty()) {
            return rest;
        }
        Position taken = after.position();
        Position beyond = lowest(open, "boot = " + taken.boot() + " AND n > " + taken.n());
        if (beyond != null) {
            return torn(
                    open,
                    after,
                    beyond,
                    "behind " + after + " comes " + beyond + ", and boot " + next.boot() + " has begun",
                    maxRows);
        }
        if (next.n() != 1) {
            return torn(open, after, next, "boot " + next.boot() + " begins with " + next.n(), maxRows);
        }
        return rows(open, after, next.boot(), 1, false, maxRows);
    }

    private LineBatch torn(Connection open, LineCursor after, Position beyond, String facts, int maxRows)
            throws SQLException {
        LineBatch rest = rows(open, after, beyond.boot(), beyond.n(), false, maxRows);
        return rest instanceof LineBatch.Rows rows ? new LineBatch.Torn(facts, rows) : rest;
    }

    private LineBatch rowsBehind(Connection open, LineCursor after, int maxRows) throws SQLException {
        return rows(open, after, after.position().boot(), after.position().n(), true, maxRows);
    }

    /**
     * @param anchored whether the first row is the last one taken, to be compared and not to be given
     */
    private LineBatch rows(Connection open, LineCursor after, int boot, long first, boolean anchored, int maxRows)
            throws SQLException {
        List<byte[]> messages = copyOut(open, boot, first, anchored ? maxRows + 1 : maxRows);
        int begin = 0;
        if (anchored) {
            if (messages.isEmpty() || !row.next(messages.getFirst(), true) || row.int64() != first) {
                return gone(open, after);
            }
            if (row.hash() != after.anchor()) {
                return new LineBatch.Estranged(
                        Cause.ANCHOR_DIFFERS, "the row at " + after + " now has hash " + Long.toHexString(row.hash()));
            }
            begin = 1;
        }
        loadNames(open, messages);
        List<LineEvent> events = new ArrayList<>(Math.max(0, messages.size() - begin));
        for (int i = begin; i < messages.size(); i++) {
            row.next(messages.get(i), i == 0);
            LineEvent event = decoder.decode(row);
            if (event.n() != first + i) {
                break;
            }
            events.add(event);
        }
        if (events.isEmpty()) {
            return nothingBehind(after);
        }
        int last = begin + events.size() - 1;
        row.next(messages.get(last), last == 0);
        LineCursor next = new LineCursor(incarnation, new Position(boot, first + last), row.hash());
        return new LineBatch.Rows(boot, events, next);
    }

    /** Old rows go from the lowest on: what is below all that is kept was let go, or went with a database that was filled anew. */
    private static LineBatch gone(Connection open, LineCursor after) throws SQLException {
        Position lowest = lowest(open, "true");
        if (lowest == null || lowest.compareTo(after.position()) <= 0) {
            return new LineBatch.Estranged(Cause.ANCHOR_MISSING, "the row at " + after + " is gone");
        }
        return new LineBatch.Estranged(
                Cause.LET_GO,
                "the line is kept from " + lowest + " on: what lies between " + after
                        + " and that row was let go, and is missing on this line");
    }

    private static LineBatch nothingBehind(LineCursor after) {
        return new LineBatch.Rows(after.position().boot(), List.of(), after);
    }

    private List<byte[]> copyOut(Connection open, int boot, long first, int maxRows) throws SQLException {
        CopyOut copy = Connections.copy(open)
                .copyOut("COPY (SELECT " + EventRows.COLUMNS + " FROM events WHERE boot = " + boot + " AND n >= "
                        + first + " ORDER BY n LIMIT " + maxRows + ") TO STDOUT (FORMAT binary)");
        List<byte[]> messages = new ArrayList<>();
        for (byte[] message = copy.readFromCopy(); message != null; message = copy.readFromCopy()) {
            if (row.next(message, messages.isEmpty())) {
                messages.add(message);
            }
        }
        return messages;
    }

    private void loadNames(Connection open, List<byte[]> messages) throws SQLException {
        for (int i = 0; i < messages.size(); i++) {
            row.next(messages.get(i), i == 0);
            int key = EventDecoder.marketKey(row);
            if (key >= 0 && !names.has(key)) {
                names.load(open, key);
            }
        }
    }

    private static @Nullable Position lowest(Connection open, String condition) throws SQLException {
        try (Statement statement = open.createStatement();
                ResultSet found = statement.executeQuery(
                        "SELECT boot, n FROM events WHERE " + condition + " ORDER BY boot, n LIMIT 1")) {
            return found.next() ? new Position(found.getInt(1), found.getLong(2)) : null;
        }
    }

    private Connection connected() throws SQLException, StoreException {
        Connection open = connection;
        if (open == null) {
            open = Connections.open(address, name);
            names.forget();
            try {
                readInOrder(open);
                incarnation = readIncarnation(open);
                open.commit();
            } catch (SQLException e) {
                Connections.closeQuietly(open);
                throw e;
            }
            connection = open;
        }
        return open;
    }

    /**
     * Rows come from the primary key, in its order, and no more than are asked for. The planner knows nothing of a partition that was not
     * analysed yet, takes the rows behind a position for few, and would collect and sort all of them for each batch: the
     * further a reader is behind, the slower each batch.
     */
    private static void readInOrder(Connection open) throws SQLException {
        try (Statement statement = open.createStatement()) {
            statement.execute("SET enable_sort = off");
            statement.execute("SET enable_bitmapscan = off");
            statement.execute("SET enable_seqscan = off");
        }
    }

    /** The timeline in use is in the name of the WAL file; the control file knows it only after a checkpoint. */
    private static Incarnation readIncarnation(Connection open) throws SQLException {
        try (Statement statement = open.createStatement();
                ResultSet found = statement.executeQuery("""
                        SELECT uuid, (SELECT system_identifier FROM pg_control_system()),
                               CASE WHEN pg_is_in_recovery() THEN (SELECT timeline_id FROM pg_control_checkpoint())
                                    ELSE ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int END
                        FROM incarnation""")) {
            if (!found.next()) {
                throw new IllegalStateException("the table incarnation is empty");
            }
            return new Incarnation(found.getObject(1, UUID.class), found.getLong(2), found.getInt(3));
        }
    }
}

package trifecta.store.production;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import trifecta.market.Position;
import trifecta.store.DatabaseAddress;
import trifecta.store.Incarnation;
import trifecta.store.LineCursor;
import trifecta.store.StoreException;
import trifecta.store.postgres.Connections;
import trifecta.store.postgres.QuestionConnection;

/** Tells how far production took a line, for a gatherer that wants to let go of what is behind it. Reads only. Single-threaded. */
public final class CursorReader implements AutoCloseable {
    /** What {@link #cursor} reads, from the first column on. */
    static final String COLUMNS = "incarnation, system_identifier, timeline, boot, n, anchor";

    private static final Duration ANSWER_MAX = Duration.ofSeconds(10);

    private final QuestionConnection connection;

    /**
     * @param name application name: tells connections apart in {@code pg_stat_activity}
     */
    public CursorReader(DatabaseAddress address, String name) {
        this.connection =
                new QuestionConnection(address, name, (place, as) -> Connections.openToRead(place, as, ANSWER_MAX));
    }

    /**
     * How far a line was taken and committed.
     *
     * @param cursor {@link LineCursor#START} when production knows nothing of the line
     * @param at production's clock when it said so
     */
    public record Confirmed(LineCursor cursor, Instant at) {}

    /**
     * Asks for a line's cursor.
     *
     * @param line numbered from 1
     */
    public Confirmed read(int line) throws StoreException {
        return connection.ask("read the cursor of line " + line, open -> read(open, line));
    }

    private static Confirmed read(Connection open, int line) throws SQLException {
        try (PreparedStatement find = open.prepareStatement("SELECT " + COLUMNS
                + ", (extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
                + " FROM (SELECT) one LEFT JOIN store.lines ON line = ?")) {
            find.setInt(1, line);
            try (ResultSet row = find.executeQuery()) {
                row.next();
                return new Confirmed(cursor(row), Instant.EPOCH.plus(row.getLong(7), ChronoUnit.MICROS));
            }
        }
    }

    /** The cursor in the {@link #COLUMNS} of a row; nulls make {@link LineCursor#START}. */
    static LineCursor cursor(ResultSet row) throws SQLException {
        UUID uuid = row.getObject(1, UUID.class);
        Incarnation incarnation =
                uuid == null ? Incarnation.NONE : new Incarnation(uuid, row.getLong(2), row.getInt(3));
        return new LineCursor(incarnation, new Position(row.getInt(4), row.getLong(5)), row.getLong(6));
    }

    @Override
    public void close() {
        connection.close();
    }
}

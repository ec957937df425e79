package trifecta.store.production;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import trifecta.store.postgres.Columns;
import trifecta.store.production.ProductionBatch.CursorMove;

/**
 * Lets one writer at a time move production: the first statement of each commit compares and sets the number of the last batch, who
 * wrote it, and the cursors of all lines it moves. The number fences writers that move different lines; its writer those that slept while
 * production was put back and another one came as far again; the cursors say that what follows was made of these rows and no others. A writer that comes late waits for the row, then finds it moved.
 */
final class Fence {
    private static final String MOVE = """
            WITH headed AS (
                UPDATE store.head SET batch = batch + 1, writer = ? WHERE batch = ? AND writer = ? RETURNING batch),
            listed AS (
                INSERT INTO store.batches (batch) SELECT batch FROM headed),
            moved AS (
                UPDATE store.lines l
                SET boot = w.boot, n = w.n, anchor = w.anchor, incarnation = w.incarnation,
                    system_identifier = w.system_identifier, timeline = w.timeline, state = w.state
                FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS w (line, old_boot, old_n, old_anchor, boot, n, anchor,
                    incarnation, system_identifier, timeline, state)
                WHERE l.line = w.line AND l.boot = w.old_boot AND l.n = w.old_n AND l.anchor = w.old_anchor
                RETURNING l.line)
            SELECT (SELECT count(*) FROM headed), (SELECT count(*) FROM moved)""";

    private final UUID writer;

    Fence(UUID writer) {
        this.writer = writer;
    }

    /** The last batch and who wrote it. */
    record Head(long batch, UUID writer) {}

    /** Waits for a commit that is under way, then reads the head; ends the transaction. */
    Head settledHead(Connection connection) throws SQLException {
        Head head = read(connection, " FOR UPDATE");
        connection.rollback();
        return head;
    }

    static Head head(Connection connection) throws SQLException {
        return read(connection, "");
    }

    /** The head after this writer's commit. */
    Head ours(long batch) {
        return new Head(batch, writer);
    }

    boolean isOurs(Head head) {
        return head.writer().equals(writer);
    }

    /** Moves from one batch to the next, or says false: then the transaction is worth nothing. */
    boolean move(Connection connection, Head from, List<CursorMove> moves) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(MOVE)) {
            statement.setObject(1, writer);
            statement.setLong(2, from.batch());
            statement.setObject(3, from.writer());
            Columns<CursorMove> columns = new Columns<>(statement, moves).skip(3);
            columns.of("smallint", CursorMove::line)
                    .of("integer", move -> move.from().position().boot())
                    .of("bigint", move -> move.from().position().n())
                    .of("bigint", move -> move.from().anchor())
                    .of("integer", move -> move.to().position().boot())
                    .of("bigint", move -> move.to().position().n())
                    .of("bigint", move -> move.to().anchor())
                    .of("uuid", move -> move.to().incarnation().uuid())
                    .of("bigint", move -> move.to().incarnation().systemIdentifier())
                    .of("integer", move -> move.to().incarnation().timeline())
                    .bytes(CursorMove::state);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1) == 1 && row.getInt(2) == moves.size();
            }
        }
    }

    private static Head read(Connection connection, String lock) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT batch, writer FROM store.head" + lock)) {
            if (!row.next()) {
                throw new IllegalStateException("the table store.head is empty");
            }
            return new Head(row.getLong(1), row.getObject(2, UUID.class));
        }
    }
}

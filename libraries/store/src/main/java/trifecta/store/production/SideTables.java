package trifecta.store.production;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import trifecta.market.Level;
import trifecta.market.LineEvent.SnapshotRole;
import trifecta.market.Side;
import trifecta.store.postgres.BinaryRows;
import trifecta.store.postgres.Columns;
import trifecta.store.postgres.MarketKeys;
import trifecta.store.production.ProductionBatch.LifecycleRow;
import trifecta.store.production.ProductionBatch.Quarantined;
import trifecta.store.production.ProductionBatch.SnapshotRow;

/** Writes lifecycle events, snapshots, quarantine and snapshot requests. Every method does nothing for an empty list. */
final class SideTables {
    /** The channel on which snapshot requests are announced. */
    static final String REQUESTS_CHANNEL = "trifecta_snapshot_requests";

    /** Nobody answers a request that is older. */
    private static final String REQUESTS_KEPT = "1 hour";

    private final MarketKeys keys;

    SideTables(MarketKeys keys) {
        this.keys = keys;
    }

    void lifecycle(Connection connection, List<LifecycleRow> rows, long batch) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (BinaryRows copy = new BinaryRows(
                connection,
                "store.lifecycle (seq, type, subject, event_type, exchange_ts, received_ts, content, line, batch)")) {
            for (LifecycleRow row : rows) {
                copy.row(9);
                copy.int64(row.seq());
                copy.text(row.lifecycle().type());
                copy.text(row.lifecycle().subject());
                copy.text(row.lifecycle().eventType());
                copy.time(row.lifecycle().exchangeMicros());
                copy.time(row.receivedAtMicros());
                copy.prose(row.lifecycle().content());
                copy.int16(row.line());
                copy.int64(batch);
            }
            copy.finish();
        }
    }

    /** Those that are there already are left out: a line whose database was rebuilt is read again. */
    void snapshots(Connection connection, List<SnapshotRow> rows, long batch) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TEMP TABLE IF NOT EXISTS arriving_snapshots (LIKE store.snapshots) ON COMMIT DELETE ROWS");
            copySnapshots(connection, rows, batch);
            statement.executeUpdate(
                    "INSERT INTO store.snapshots SELECT * FROM arriving_snapshots ON CONFLICT DO NOTHING");
        }
    }

    private void copySnapshots(Connection connection, List<SnapshotRow> rows, long batch) throws SQLException {
        try (BinaryRows copy = new BinaryRows(
                connection,
                "arriving_snapshots (market_key, seq, line, boot, n, role, exchange_ts, received_ts, book_hash, base_hash,"
                        + " no_prices, no_sizes, yes_prices, yes_sizes, batch)")) {
            for (SnapshotRow row : rows) {
                copy.row(15);
                copy.int32(keys.key(row.market()));
                copy.int64OrNothing(row.seq(), SnapshotRow.NO_SEQ);
                copy.int16(row.line());
                copy.int32(row.position().boot());
                copy.int64(row.position().n());
                copy.int16(code(row.role()));
                copy.time(row.exchangeMicros());
                copy.time(row.receivedAtMicros());
                copy.int64(row.hash());
                copy.int64(row.baseHash());
                levels(copy, row.content(), Side.NO);
                levels(copy, row.content(), Side.YES);
                copy.int64(batch);
            }
            copy.finish();
        }
    }

    void quarantine(Connection connection, List<Quarantined> rows, long batch) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (BinaryRows copy = new BinaryRows(connection, "store.quarantine (line, boot, n, reason, content, batch)")) {
            for (Quarantined row : rows) {
                copy.row(6);
                copy.int16(row.line());
                copy.int32(row.position().boot());
                copy.int64(row.position().n());
                copy.prose(row.reason());
                copy.prose(row.content());
                copy.int64(batch);
            }
            copy.finish();
        }
    }

    void requestSnapshots(Connection connection, List<String> markets) throws SQLException {
        if (markets.isEmpty()) {
            return;
        }
        try (PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO store.snapshot_requests (market) SELECT unnest(?)");
                Statement statement = connection.createStatement()) {
            new Columns<>(insert, markets).text(market -> market);
            insert.executeUpdate();
            statement.execute("DELETE FROM store.snapshot_requests WHERE requested_at < now() - interval '"
                    + REQUESTS_KEPT + "'");
            statement.execute("NOTIFY " + REQUESTS_CHANNEL);
        }
    }

    private static void levels(BinaryRows copy, @Nullable List<Level> content, Side side) {
        if (content == null) {
            copy.nothing();
            copy.nothing();
            return;
        }
        List<Level> levels =
                content.stream().filter(level -> level.side() == side).toList();
        copy.int32Array(levels.stream().mapToInt(Level::priceMicros).toArray());
        copy.int64Array(levels.stream().mapToLong(Level::sizeHundredths).toArray());
    }

    private static int code(SnapshotRole role) {
        return switch (role) {
            case STARTS -> 1;
            case AGREES -> 2;
            case DISAGREES -> 3;
            case REPLACES -> 4;
            case DOUBTS -> throw new IllegalArgumentException("a snapshot in doubt is kept by its line alone");
        };
    }
}

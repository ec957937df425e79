package trifecta.benchmarks.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import trifecta.market.LineEvent;
import trifecta.store.postgres.BinaryRows;
import trifecta.store.postgres.Columns;

/** The ways of appending that were compared with the one that was chosen. Deltas only, market keys given. */
final class LocalWays {
    private static final String COLUMNS =
            "n, received_us, exchange_us, delta, size_after, book_hash, boot, connection, sid,"
                    + " market_key, price, kind, side";

    private final Connection connection;
    private final Map<String, Integer> keys = new HashMap<>();

    LocalWays(Connection connection) throws SQLException {
        this.connection = connection;
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMP TABLE incoming (LIKE events INCLUDING DEFAULTS) ON COMMIT DELETE ROWS");
        }
        connection.commit();
    }

    /** One array for each column, repeats left out by the server. */
    void arrays(int boot, List<LineEvent> events) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO events (" + COLUMNS
                + ") SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (boot, n) DO NOTHING")) {
            Function<LineEvent, LineEvent.Delta> delta = event -> (LineEvent.Delta) event.body();
            Function<LineEvent, @Nullable Object> one = event -> 1;
            new Columns<>(statement, events)
                    .of("bigint", LineEvent::n)
                    .of("bigint", LineEvent::receivedAtMicros)
                    .of("bigint", event -> delta.apply(event).change().exchangeMicros())
                    .of("bigint", event -> delta.apply(event).change().deltaHundredths())
                    .of("bigint", event -> delta.apply(event).change().sizeAfter())
                    .of("bigint", event -> delta.apply(event).change().bookHash())
                    .of("integer", event -> boot)
                    .of("integer", one)
                    .of("integer", one)
                    .of("integer", event -> key(delta.apply(event).market()))
                    .of("integer", event -> delta.apply(event).change().priceMicros())
                    .of("smallint", one)
                    .of("smallint", event -> delta.apply(event).change().side().bit());
            statement.executeUpdate();
        }
        connection.commit();
    }

    /** COPY into a temporary table, then repeats left out by the server. */
    void temporary(int boot, List<LineEvent> events) throws SQLException {
        copy("incoming", boot, events);
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO events (" + COLUMNS + ") SELECT "
                + COLUMNS + " FROM incoming ON CONFLICT (boot, n) DO NOTHING")) {
            statement.executeUpdate();
        }
        connection.commit();
    }

    /** COPY into the partitioned table. */
    void whole(int boot, List<LineEvent> events) throws SQLException {
        copy("events", boot, events);
        connection.commit();
    }

    private void copy(String table, int boot, List<LineEvent> events) throws SQLException {
        try (BinaryRows rows = new BinaryRows(connection, table + " (" + COLUMNS + ")")) {
            for (LineEvent event : events) {
                LineEvent.Delta delta = (LineEvent.Delta) event.body();
                rows.row(13);
                rows.int64(event.n());
                rows.int64(event.receivedAtMicros());
                rows.int64(delta.change().exchangeMicros());
                rows.int64(delta.change().deltaHundredths());
                rows.int64(delta.change().sizeAfter());
                rows.int64(delta.change().bookHash());
                rows.int32(boot);
                rows.int32(1);
                rows.int32(1);
                rows.int32(key(delta.market()));
                rows.int32(delta.change().priceMicros());
                rows.int16(1);
                rows.int16(delta.change().side().bit());
            }
            rows.finish();
        }
    }

    private int key(String market) {
        return keys.computeIfAbsent(market, ticker -> keys.size() + 1);
    }
}

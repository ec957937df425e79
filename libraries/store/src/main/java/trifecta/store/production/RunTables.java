package trifecta.store.production;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import trifecta.market.Times;
import trifecta.store.postgres.Columns;
import trifecta.store.postgres.MarketKeys;
import trifecta.store.production.ProductionBatch.Mark;
import trifecta.store.production.ProductionBatch.MarketState;
import trifecta.store.production.ProductionBatch.RowPlace;
import trifecta.store.production.ProductionBatch.RowRange;
import trifecta.store.production.ProductionBatch.RunHead;

/** Writes what is known of the rows of markets' paths: run heads, marks, states. Every method does nothing for an empty list. */
final class RunTables {
    private final MarketKeys keys;

    RunTables(MarketKeys keys) {
        this.keys = keys;
    }

    /** Forgets what is known of rows that are taken out. */
    void takeOut(Connection connection, List<RowPlace> places) throws SQLException {
        forget(connection, "store.run_heads", places);
        forget(connection, "store.marks", places);
        forget(connection, "store.checkpoints", places);
    }

    void openRuns(Connection connection, List<RunHead> heads, long batch) throws SQLException {
        if (heads.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO store.run_heads (market_key, seq, base_hash, batch)
                SELECT w.market_key, w.seq, w.base_hash, ? FROM unnest(?, ?, ?) AS w (market_key, seq, base_hash)
                ON CONFLICT (market_key, seq) DO UPDATE SET base_hash = EXCLUDED.base_hash, batch = EXCLUDED.batch""")) {
            statement.setLong(1, batch);
            new Columns<>(statement, last(heads, head -> new RowPlace(head.market(), head.seq())))
                    .skip(1)
                    .of("integer", head -> keys.key(head.market()))
                    .of("bigint", RunHead::seq)
                    .of("bigint", RunHead::baseHash);
            statement.executeUpdate();
        }
    }

    void stitch(Connection connection, List<RowPlace> heads) throws SQLException {
        forget(connection, "store.run_heads", heads);
    }

    void mark(Connection connection, List<Mark> marks, long batch) throws SQLException {
        List<Mark> set = new ArrayList<>();
        List<RowPlace> cleared = new ArrayList<>();
        for (Mark mark : last(marks, mark -> new RowPlace(mark.market(), mark.seq()))) {
            if (mark.verified() || mark.disputed() || mark.ended()) {
                set.add(mark);
            } else {
                cleared.add(new RowPlace(mark.market(), mark.seq()));
            }
        }
        forget(connection, "store.marks", cleared);
        if (set.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO store.marks (market_key, seq, verified, disputed, ended, batch)
                SELECT w.*, ? FROM unnest(?, ?, ?, ?, ?) AS w (market_key, seq, verified, disputed, ended)
                ON CONFLICT (market_key, seq) DO UPDATE SET verified = EXCLUDED.verified,
                    disputed = EXCLUDED.disputed, ended = EXCLUDED.ended, batch = EXCLUDED.batch""")) {
            statement.setLong(1, batch);
            new Columns<>(statement, set)
                    .skip(1)
                    .of("integer", mark -> keys.key(mark.market()))
                    .of("bigint", Mark::seq)
                    .of("boolean", Mark::verified)
                    .of("boolean", Mark::disputed)
                    .of("boolean", Mark::ended);
            statement.executeUpdate();
        }
    }

    void dispute(Connection connection, List<RowRange> ranges, long batch) throws SQLException {
        for (RowRange range : ranges) {
            try (PreparedStatement statement = connection.prepareStatement("""
                    INSERT INTO store.marks (market_key, seq, verified, disputed, ended, batch)
                    SELECT market_key, seq, false, true, false, ? FROM store.book_rows
                    WHERE market_key = ? AND seq BETWEEN ? AND ?
                    ON CONFLICT (market_key, seq) DO UPDATE SET disputed = true, batch = EXCLUDED.batch""")) {
                statement.setLong(1, batch);
                statement.setInt(2, keys.key(range.market()));
                statement.setLong(3, range.fromSeq());
                statement.setLong(4, range.toSeq());
                statement.executeUpdate();
            }
        }
    }

    void keepStates(Connection connection, List<MarketState> states) throws SQLException {
        if (states.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO store.market_states (market_key, state, pending_since)
                SELECT w.market_key, w.state, w.pending_since::timestamptz[]
                FROM unnest(?, ?, ?) AS w (market_key, state, pending_since)
                ON CONFLICT (market_key) DO UPDATE
                    SET state = EXCLUDED.state, pending_since = EXCLUDED.pending_since""")) {
            new Columns<>(statement, last(states, MarketState::market))
                    .of("integer", state -> keys.key(state.market()))
                    .bytes(MarketState::state)
                    .of("text", state -> times(state.pendingSinceMicros()));
            statement.executeUpdate();
        }
    }

    /** An array of times as PostgreSQL reads it, {@code NULL} for those that are absent. */
    private static @Nullable String times(long @Nullable [] micros) {
        return micros == null
                ? null
                : Arrays.stream(micros)
                        .mapToObj(each -> each == Times.ABSENT
                                ? "NULL"
                                : Instant.EPOCH.plus(each, ChronoUnit.MICROS).toString())
                        .collect(Collectors.joining(",", "{", "}"));
    }

    private void forget(Connection connection, String table, List<RowPlace> places) throws SQLException {
        if (places.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement("DELETE FROM " + table
                + " t USING unnest(?, ?) AS w (market_key, seq) WHERE t.market_key = w.market_key AND t.seq = w.seq")) {
            places(statement, places);
            statement.executeUpdate();
        }
    }

    private void places(PreparedStatement statement, List<RowPlace> places) throws SQLException {
        new Columns<>(statement, places)
                .of("integer", place -> keys.key(place.market()))
                .of("bigint", RowPlace::seq);
    }

    /** The last of each key, since one statement cannot set a row twice. */
    private static <T, K> List<T> last(List<T> rows, Function<T, K> key) {
        Map<K, T> last = new LinkedHashMap<>();
        for (T row : rows) {
            last.put(key.apply(row), row);
        }
        return List.copyOf(last.values());
    }
}

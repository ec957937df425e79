package trifecta.store.production;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import trifecta.market.BreakReason;
import trifecta.market.ledger.LedgerChanges;
import trifecta.market.ledger.LedgerChanges.SpanBegun;
import trifecta.market.ledger.LedgerChanges.SpanEnded;
import trifecta.market.ledger.LedgerChanges.SpanVerified;
import trifecta.market.ledger.LedgerChanges.StretchState;
import trifecta.store.postgres.Columns;
import trifecta.store.postgres.MarketKeys;
import trifecta.store.production.ProductionBatch.BackfillStep;

/** Writes the coverage ledger. Every method does nothing for an empty list. */
final class LedgerTables {
    private final MarketKeys keys;

    LedgerTables(MarketKeys keys) {
        this.keys = keys;
    }

    void write(Connection connection, LedgerChanges changes) throws SQLException {
        stretches(connection, changes.stretches());
        begun(connection, changes.begun());
        verified(connection, changes.verified());
        ended(connection, changes.ended());
    }

    void backfilled(Connection connection, List<BackfillStep> steps) throws SQLException {
        for (BackfillStep step : steps) {
            try (PreparedStatement statement = connection.prepareStatement("""
                    UPDATE store.backfills SET reached_ts = %s, trades = trades + ?, failure = NULL,
                        finished_at = CASE WHEN ? THEN clock_timestamp() END
                    WHERE id = ?""".formatted(Columns.time("?")))) {
                statement.setLong(1, step.reachedMicros());
                statement.setInt(2, step.trades());
                statement.setBoolean(3, step.finished());
                statement.setLong(4, step.id());
                statement.executeUpdate();
            }
        }
    }

    /** How a reason is called in the ledger. */
    static String word(BreakReason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static @Nullable String wordOrNothing(@Nullable BreakReason reason) {
        return reason == null ? null : word(reason);
    }

    private static void stretches(Connection connection, List<StretchState> changed) throws SQLException {
        if (changed.isEmpty()) {
            return;
        }
        Map<Long, StretchState> last = new LinkedHashMap<>();
        changed.forEach(stretch -> last.put(stretch.stretch(), stretch));
        List<StretchState> stretches = List.copyOf(last.values());
        try (PreparedStatement statement =
                connection.prepareStatement("""
                INSERT INTO store.stretches (stretch, line, connection, sid, channel, from_ts, to_ts, margin_us, reason)
                SELECT w.stretch, w.line, w.connection, w.sid, w.channel, %s, %s, w.margin_us, w.reason
                FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)
                  AS w (stretch, line, connection, sid, channel, from_us, to_us, margin_us, reason)
                ON CONFLICT (stretch) DO UPDATE SET from_ts = EXCLUDED.from_ts, to_ts = EXCLUDED.to_ts,
                    margin_us = EXCLUDED.margin_us, reason = EXCLUDED.reason
                """.formatted(Columns.time("w.from_us"), Columns.time("w.to_us")))) {
            new Columns<>(statement, stretches)
                    .of("bigint", StretchState::stretch)
                    .of("smallint", stretch -> (short) (stretch.line() + 1))
                    .of("integer", stretch -> stretch.subscription().connection())
                    .of("integer", stretch -> stretch.subscription().sid())
                    .of("smallint", stretch -> (short) stretch.channel().code())
                    .micros(StretchState::fromMicros)
                    .micros(StretchState::toMicros)
                    .of("bigint", StretchState::marginMicros)
                    .of("text", stretch -> wordOrNothing(stretch.reason()));
            statement.executeUpdate();
        }
    }

    private void begun(Connection connection, List<SpanBegun> begun) throws SQLException {
        if (begun.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO store.spans (span, market_key, stretch, line, from_ts)
                SELECT w.span, w.market_key, w.stretch, w.line, %s
                FROM unnest(?, ?, ?, ?, ?) AS w (span, market_key, stretch, line, from_us)
                """.formatted(Columns.time("w.from_us")))) {
            new Columns<>(statement, begun)
                    .of("bigint", SpanBegun::span)
                    .of("integer", span -> keys.key(span.market()))
                    .of("bigint", SpanBegun::stretch)
                    .of("smallint", span -> (short) (span.line() + 1))
                    .micros(SpanBegun::fromMicros);
            statement.executeUpdate();
        }
    }

    private static void verified(Connection connection, List<SpanVerified> verified) throws SQLException {
        if (verified.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement("""
                UPDATE store.spans s SET verified_ts = %s
                FROM (SELECT span, max(to_us) AS to_us FROM unnest(?, ?) AS u (span, to_us) GROUP BY span) w
                WHERE s.span = w.span
                """.formatted(Columns.time("w.to_us")))) {
            new Columns<>(statement, verified).of("bigint", SpanVerified::span).micros(SpanVerified::toMicros);
            statement.executeUpdate();
        }
    }

    private static void ended(Connection connection, List<SpanEnded> ended) throws SQLException {
        if (ended.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement("""
                UPDATE store.spans s SET to_ts = %s, reason = w.reason
                FROM unnest(?, ?, ?) AS w (span, to_us, reason) WHERE s.span = w.span
                """.formatted(Columns.time("w.to_us")))) {
            new Columns<>(statement, ended)
                    .of("bigint", SpanEnded::span)
                    .micros(SpanEnded::toMicros)
                    .of("text", span -> word(span.reason()));
            statement.executeUpdate();
        }
    }
}

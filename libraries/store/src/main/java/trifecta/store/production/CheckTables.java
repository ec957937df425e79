package trifecta.store.production;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import trifecta.market.Times;
import trifecta.store.postgres.Columns;
import trifecta.store.postgres.MarketKeys;
import trifecta.store.production.ProductionBatch.BookCheck;
import trifecta.store.production.ProductionBatch.BookSource;

/** Writes how books of the exchange compared with the paths: counts per market and source, and intervals in which they differ. */
final class CheckTables {
    private final MarketKeys keys;

    CheckTables(MarketKeys keys) {
        this.keys = keys;
    }

    private record Counted(String market, BookSource source) {}

    private static final class Sum {
        int agreed;
        int disagreed;
        long agreedMicros = Times.ABSENT;
        long disagreedMicros = Times.ABSENT;
    }

    /** Does nothing for an empty list. */
    void write(Connection connection, List<BookCheck> checks, long batch) throws SQLException {
        if (checks.isEmpty()) {
            return;
        }
        for (BookCheck check : checks) {
            if (check.source() == BookSource.REST && check.atMicros() != Times.ABSENT) {
                mark(connection, check, batch);
            }
        }
        count(connection, checks);
    }

    private void count(Connection connection, List<BookCheck> checks) throws SQLException {
        Map<Counted, Sum> sums = new LinkedHashMap<>();
        for (BookCheck check : checks) {
            Sum sum = sums.computeIfAbsent(new Counted(check.market(), check.source()), any -> new Sum());
            if (check.agrees()) {
                sum.agreed++;
                sum.agreedMicros = Math.max(sum.agreedMicros, check.atMicros());
            } else {
                sum.disagreed++;
                sum.disagreedMicros = Math.max(sum.disagreedMicros, check.atMicros());
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(
                """
                INSERT INTO store.book_checks AS c
                    (market_key, source, agreed, disagreed, last_agreed_ts, last_disagreed_ts)
                SELECT w.market_key, w.source, w.agreed, w.disagreed, %s, %s
                FROM unnest(?, ?, ?, ?, ?, ?) AS w (market_key, source, agreed, disagreed, agreed_us, disagreed_us)
                ON CONFLICT (market_key, source) DO UPDATE SET agreed = c.agreed + EXCLUDED.agreed,
                    disagreed = c.disagreed + EXCLUDED.disagreed,
                    last_agreed_ts = coalesce(EXCLUDED.last_agreed_ts, c.last_agreed_ts),
                    last_disagreed_ts = coalesce(EXCLUDED.last_disagreed_ts, c.last_disagreed_ts)
                """.formatted(Columns.time("w.agreed_us"), Columns.time("w.disagreed_us")))) {
            new Columns<>(statement, List.copyOf(sums.entrySet()))
                    .of("integer", each -> keys.key(each.getKey().market()))
                    .of("smallint", each -> (short) each.getKey().source().code())
                    .of("integer", each -> each.getValue().agreed)
                    .of("integer", each -> each.getValue().disagreed)
                    .micros(each -> each.getValue().agreedMicros)
                    .micros(each -> each.getValue().disagreedMicros);
            statement.executeUpdate();
        }
    }

    /** A mismatch reaches back to the last agreement and on to the next one. */
    private void mark(Connection connection, BookCheck check, long batch) throws SQLException {
        String sql = check.agrees() ? """
                  UPDATE store.mismatches SET to_ts = w.at FROM (SELECT %s AS at) w
                  WHERE market_key = ? AND to_ts IS NULL AND seen_ts < w.at
                  """ : """
                  INSERT INTO store.mismatches (seen_ts, from_ts, market_key, line, batch)
                  SELECT w.at, least(w.at, (SELECT c.last_agreed_ts FROM store.book_checks c
                                            WHERE c.market_key = w.market_key AND c.source = 2)) - interval '20 seconds',
                         w.market_key, w.line, w.batch
                  FROM (SELECT %s AS at, ?::smallint AS line, ?::bigint AS batch, ?::int AS market_key) w
                  WHERE NOT EXISTS (SELECT FROM store.mismatches m WHERE m.market_key = w.market_key AND m.to_ts IS NULL)
                  """;
        try (PreparedStatement statement = connection.prepareStatement(sql.formatted(Columns.time("?")))) {
            statement.setLong(1, check.atMicros());
            if (check.agrees()) {
                statement.setInt(2, keys.key(check.market()));
            } else {
                statement.setInt(2, check.line());
                statement.setLong(3, batch);
                statement.setInt(4, keys.key(check.market()));
            }
            statement.executeUpdate();
        }
    }
}

package trifecta.store.production;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import trifecta.market.Times;
import trifecta.store.DatabaseAddress;
import trifecta.store.StoreException;
import trifecta.store.postgres.Columns;
import trifecta.store.postgres.Connections;
import trifecta.store.postgres.Failures;
import trifecta.store.postgres.SafeText;

/**
 * The ranges of trades that are to be fetched by REST, and how far each has come. The trades themselves are written by
 * the merge, with the progress in the same commit. Single-threaded.
 */
public final class Backfills implements AutoCloseable {
    /** Between two rows of trades that the merge appends; see the numbers of its paths. */
    private static final long STEP = 1L << 20;

    private final DatabaseAddress address;
    private final Connection connection;

    private Backfills(DatabaseAddress address, Connection connection) {
        this.address = address;
        this.connection = connection;
    }

    public static Backfills open(DatabaseAddress address, String name) throws StoreException {
        return new Backfills(address, Connections.open(address, name));
    }

    /**
     * A range to fetch.
     *
     * @param market null for all
     * @param toMicros exclusive; where the range now ends that is still missing: newest come first
     */
    public record Job(long id, @Nullable String market, long fromMicros, long toMicros, boolean isForGap) {}

    /** How far a range has come. */
    public record Progress(
            long id,
            @Nullable String market,
            long fromMicros,
            long toMicros,
            long reachedMicros,
            long trades,
            boolean finished,
            @Nullable String failure) {}

    /**
     * Asks for every gap of the trade channel that has an end, that a line had begun before, and that was not asked for yet. What was before
     * the first line of all is for people to ask for.
     *
     * @return how many
     */
    public int planGaps() throws StoreException {
        return update("plan the backfill of gaps", """
                INSERT INTO store.backfills (from_ts, to_ts, for_gap)
                SELECT g.from_ts, g.to_ts, true FROM store.trade_coverage g
                WHERE g.state = 'gap' AND g.to_ts IS NOT NULL
                  AND EXISTS (SELECT FROM store.stretches s WHERE s.channel = 2 AND s.from_ts < g.from_ts)
                  AND NOT EXISTS (
                    SELECT FROM store.backfills b
                    WHERE b.market IS NULL AND b.from_ts <= g.from_ts AND b.to_ts >= g.to_ts)""");
    }

    /**
     * Asks for a range.
     *
     * @param market null for all
     * @return its id
     */
    public long request(@Nullable String market, long fromMicros, long toMicros) throws StoreException {
        return ask("request a backfill", """
                INSERT INTO store.backfills (market, from_ts, to_ts) VALUES (?, %s, %s) RETURNING id
                """.formatted(Columns.time("?"), Columns.time("?")), statement -> {
            statement.setString(1, market == null ? null : SafeText.escape(market));
            statement.setLong(2, fromMicros);
            statement.setLong(3, toMicros);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    /** The open range that did not fail yet, a gap before one that somebody asked for; else the one that was not tried for longest. */
    public Optional<Job> next() throws StoreException {
        return ask(
                "look for a backfill",
                "SELECT id, market, " + micros("from_ts") + ", "
                        + micros("coalesce(reached_ts, to_ts)")
                        + ", for_gap FROM store.backfills WHERE finished_at IS NULL AND to_ts < now() ORDER BY tried_at NULLS FIRST, NOT for_gap, id LIMIT 1",
                statement -> {
                    try (ResultSet row = statement.executeQuery()) {
                        return row.next()
                                ? Optional.of(new Job(
                                        row.getLong(1),
                                        ticker(row, 2),
                                        row.getLong(3),
                                        row.getLong(4),
                                        row.getBoolean(5)))
                                : Optional.empty();
                    }
                });
    }

    /** How far a range has come; empty when there is no such range. */
    public Optional<Progress> progress(long id) throws StoreException {
        return ask(
                "look at backfill " + id,
                "SELECT market, " + micros("from_ts") + ", " + micros("to_ts") + ", "
                        + micros("coalesce(reached_ts, to_ts)")
                        + ", trades, finished_at IS NOT NULL, failure FROM store.backfills WHERE id = ?",
                statement -> {
                    statement.setLong(1, id);
                    try (ResultSet row = statement.executeQuery()) {
                        return row.next()
                                ? Optional.of(new Progress(
                                        id,
                                        ticker(row, 1),
                                        row.getLong(2),
                                        row.getLong(3),
                                        row.getLong(4),
                                        row.getLong(5),
                                        row.getBoolean(6),
                                        row.getString(7)))
                                : Optional.empty();
                    }
                });
    }

    /** Notes what went wrong; the range is tried again when all others were. */
    public void failed(long id, String failure) throws StoreException {
        ask(
                "note the failure of backfill " + id,
                "UPDATE store.backfills SET failure = ?, tried_at = clock_timestamp() WHERE id = ?",
                statement -> {
                    statement.setString(1, SafeText.escape(failure));
                    statement.setLong(2, id);
                    return statement.executeUpdate();
                });
    }

    /**
     * Numbers for trades that are older than what was merged last, so that they stand among those of about their time.
     *
     * @param timesMicros of the trades
     */
    public List<Long> seqsFor(List<Long> timesMicros) throws StoreException {
        return ask(
                "find places for " + timesMicros.size() + " trades",
                """
                SELECT w.us, lo.seq, %s, hi.seq, %s
                FROM unnest(?) WITH ORDINALITY AS w (us, place)
                LEFT JOIN LATERAL (SELECT seq, exchange_ts FROM store.trades t WHERE t.exchange_ts <= %s
                                   ORDER BY t.exchange_ts DESC, t.seq DESC LIMIT 1) lo ON true
                LEFT JOIN LATERAL (SELECT seq, exchange_ts FROM store.trades t WHERE t.exchange_ts > %s
                                   ORDER BY t.exchange_ts, t.seq LIMIT 1) hi ON true
                ORDER BY w.place
                """.formatted(
                        micros("lo.exchange_ts"), micros("hi.exchange_ts"), Columns.time("w.us"), Columns.time("w.us")),
                statement -> {
                    new Columns<>(statement, timesMicros).of("bigint", each -> each);
                    List<Long> seqs = new ArrayList<>(timesMicros.size());
                    try (ResultSet row = statement.executeQuery()) {
                        while (row.next()) {
                            seqs.add(between(row));
                        }
                    }
                    return seqs;
                });
    }

    private static long between(ResultSet row) throws SQLException {
        long micros = row.getLong(1);
        Long low = row.getObject(2, Long.class);
        Long high = row.getObject(4, Long.class);
        if (low == null) {
            return high == null ? STEP : high - Math.max(1, row.getLong(5) - micros);
        }
        if (high == null) {
            return low + Math.clamp(micros - row.getLong(3), 0, STEP - 1);
        }
        double share = (double) (micros - row.getLong(3)) / Math.max(1, row.getLong(5) - row.getLong(3));
        return low + (long) (share * Math.max(0, high - low - 1));
    }

    @Override
    public void close() {
        Connections.closeQuietly(connection);
    }

    private interface Question<T> {
        T ask(PreparedStatement statement) throws SQLException;
    }

    private <T> T ask(String operation, String sql, Question<T> question) throws StoreException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            T answer = question.ask(statement);
            connection.commit();
            return answer;
        } catch (SQLException e) {
            throw Failures.of(operation, address, e);
        }
    }

    private int update(String operation, String sql) throws StoreException {
        try (Statement statement = connection.createStatement()) {
            int rows = statement.executeUpdate(sql);
            connection.commit();
            return rows;
        } catch (SQLException e) {
            throw Failures.of(operation, address, e);
        }
    }

    private static @Nullable String ticker(ResultSet row, int column) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : SafeText.unescape(text);
    }

    private static String micros(String time) {
        return "coalesce((extract(epoch FROM " + time + ") * 1000000)::bigint, " + Times.ABSENT + ")";
    }
}

package trifecta.store.history;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import trifecta.store.DatabaseAddress;
import trifecta.store.StoreException;
import trifecta.store.postgres.Connections;
import trifecta.store.postgres.QuestionConnection;
import trifecta.store.postgres.SafeText;

/**
 * Makes checkpoints: whole books every so many rows of a market's path. Reads what is committed and writes beside it, so it needs no
 * fence: a checkpoint is the book of its row's hash whoever makes it, two makers make the same one, and whoever uses one proves it by
 * the path's hashes. Single-threaded.
 */
public final class Checkpoints implements AutoCloseable {
    /**
     * Rows between two checkpoints of a market. Half as many are folded on average, in a millisecond, or where each lies on a page of its
     * own that has to be read from disk in some tens. A checkpoint of 200 levels is as large as some 20 rows.
     */
    public static final int SPACING_ROWS = 1_000;

    /** Markets looked at in one transaction while catching up. */
    private static final int MARKETS_AT_ONCE = 100;

    /** Markets with a checkpoint's worth of rows behind their last one: a look at as many index entries for all others. */
    private static final String BEHIND = """
            SELECT s.market_key, m.ticker, last.seq, nth.seq IS NOT NULL
            FROM (SELECT market_key FROM store.market_states WHERE market_key > ? ORDER BY market_key LIMIT ?) s
            JOIN store.markets m USING (market_key)
            CROSS JOIN LATERAL (SELECT coalesce(max(c.seq), -9223372036854775808) AS seq FROM store.checkpoints c
                                WHERE c.market_key = s.market_key) last
            LEFT JOIN LATERAL (SELECT r.seq FROM store.book_rows r
                               WHERE r.market_key = s.market_key AND r.seq > last.seq
                               ORDER BY r.seq OFFSET ? LIMIT 1) nth ON true
            ORDER BY s.market_key""";

    private final QuestionConnection connection;
    private final int spacingRows;

    private Checkpoints(QuestionConnection connection, int spacingRows) {
        this.connection = connection;
        this.spacingRows = spacingRows;
    }

    /**
     * Connects.
     *
     * @param name application name: tells connections apart in {@code pg_stat_activity}
     */
    public static Checkpoints open(DatabaseAddress address, String name) throws StoreException {
        return open(address, name, SPACING_ROWS);
    }

    static Checkpoints open(DatabaseAddress address, String name, int spacingRows) throws StoreException {
        QuestionConnection connection = new QuestionConnection(address, name, Connections::openToWalk);
        connection.open();
        return new Checkpoints(connection, spacingRows);
    }

    /**
     * A part of a market's path.
     *
     * @param fromSeq its first row or any place before it
     * @param toSeq its last row or any place behind it
     */
    public record Stretch(String market, long fromSeq, long toSeq) {}

    /**
     * Some markets, and which parts of them have rows enough for checkpoints that are not there.
     *
     * @param next to be asked for next; {@link #NO_MORE}: these were the last ones
     */
    public record Behind(List<Stretch> stretches, int next) {
        public static final int NO_MORE = -1;
    }

    /**
     * Looks which markets are behind, some at a time. What is missing in the midst of a path is not found.
     *
     * @param from 0, then what the answer before says
     */
    public Behind behind(int from) throws StoreException {
        return connection.ask("look for markets without checkpoints", open -> {
            try (PreparedStatement statement = open.prepareStatement(BEHIND)) {
                statement.setInt(1, from);
                statement.setInt(2, MARKETS_AT_ONCE);
                statement.setInt(3, spacingRows - 1);
                return behind(statement);
            }
        });
    }

    private static Behind behind(PreparedStatement statement) throws SQLException {
        List<Stretch> stretches = new ArrayList<>();
        int markets = 0;
        int last = Behind.NO_MORE;
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                markets++;
                last = row.getInt(1);
                if (row.getBoolean(4)) {
                    stretches.add(new Stretch(SafeText.unescape(row.getString(2)), row.getLong(3), Long.MAX_VALUE));
                }
            }
        }
        return new Behind(stretches, markets < MARKETS_AT_ONCE ? Behind.NO_MORE : last);
    }

    /**
     * Makes those checkpoints of a part of a path that are not there, every {@link #SPACING_ROWS} rows.
     *
     * @return how many were made
     */
    public int extend(Stretch stretch) throws StoreException {
        String operation = "make checkpoints of " + stretch.market();
        Optional<CheckpointWalk> begun =
                connection.ask(operation, open -> CheckpointWalk.begin(open, stretch, spacingRows));
        if (begun.isEmpty()) {
            return 0;
        }
        CheckpointWalk walk = begun.get();
        int made = 0;
        while (!walk.isDone()) {
            made += connection.write(operation, walk::advance);
        }
        return made;
    }

    @Override
    public void close() {
        connection.close();
    }
}

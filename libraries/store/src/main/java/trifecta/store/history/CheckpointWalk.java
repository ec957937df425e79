package trifecta.store.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import trifecta.market.Book;
import trifecta.market.Level;
import trifecta.market.Side;
import trifecta.market.Times;
import trifecta.store.history.Checkpoints.Stretch;

/**
 * Folds along a part of a market's path, page after page, and makes checkpoints where none is near. Each page is read and written in
 * a transaction of its own. A book that does not have its row's hash makes no checkpoint: rows were changed between two pages,
 * or the run's base is not known; then nothing is made up to the next run.
 */
final class CheckpointWalk {
    /** A stale one may lie in the way: its row was voided while it was made. */
    private static final String INSERT = """
            INSERT INTO store.checkpoints AS c (market_key, seq, exchange_ts, book_hash,
                                                no_prices, no_sizes, yes_prices, yes_sizes)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (market_key, seq) DO UPDATE
            SET exchange_ts = EXCLUDED.exchange_ts, made_at = EXCLUDED.made_at, book_hash = EXCLUDED.book_hash,
                no_prices = EXCLUDED.no_prices, no_sizes = EXCLUDED.no_sizes,
                yes_prices = EXCLUDED.yes_prices, yes_sizes = EXCLUDED.yes_sizes
            WHERE c.book_hash <> EXCLUDED.book_hash""";

    private static final String THERE =
            "SELECT seq FROM store.checkpoints WHERE market_key = ? AND seq > ? AND seq <= ?";

    /** Checkpoints before the beginning that are tried: the last one is of use unless its row was voided a moment ago. */
    private static final int TRIED_MOST = 4;

    private final Stretch stretch;
    private final int spacingRows;
    private long at;
    private boolean done;
    private @Nullable Book book;
    private int rowsSince;
    private long latestMicros = Times.ABSENT;

    private CheckpointWalk(Stretch stretch, int spacingRows, long behindSeq) {
        this.stretch = stretch;
        this.spacingRows = spacingRows;
        this.at = behindSeq;
    }

    /** A walk from the last checkpoint or beginning of a run before the stretch; none when there is no such market. */
    static Optional<CheckpointWalk> begin(Connection connection, Stretch stretch, int spacingRows) throws SQLException {
        Path path = Path.of(connection, stretch.market());
        if (path == null) {
            return Optional.empty();
        }
        RunStart run = path.runOf(stretch.fromSeq());
        if (run == null) {
            return Optional.of(new CheckpointWalk(stretch, spacingRows, Long.MIN_VALUE));
        }
        for (KnownBook checkpoint : path.books().checkpoints(run.seq(), stretch.fromSeq(), TRIED_MOST)) {
            PathRow row = path.row(checkpoint.seq());
            Book book = checkpoint.book();
            if (row != null && row.hash() == book.hash()) {
                CheckpointWalk walk = new CheckpointWalk(stretch, spacingRows, row.seq());
                walk.book = book;
                walk.latestMicros = row.exchangeMicros();
                return Optional.of(walk);
            }
        }
        return Optional.of(new CheckpointWalk(stretch, spacingRows, run.seq() - 1));
    }

    boolean isDone() {
        return done;
    }

    /**
     * Takes the next page of rows.
     *
     * @return how many checkpoints were made
     */
    int advance(Connection connection) throws SQLException {
        Path path = Path.of(connection, stretch.market());
        List<PathRow> rows = path == null ? List.of() : path.rows(at, stretch.toSeq(), Proof.PAGE_ROWS);
        done = rows.size() < Proof.PAGE_ROWS;
        if (path == null || rows.isEmpty()) {
            return 0;
        }
        long last = rows.getLast().seq();
        Map<Long, RunStart> runs = new HashMap<>();
        path.runs(at, last, Integer.MAX_VALUE).forEach(run -> runs.put(run.seq(), run));
        Set<Long> there = there(connection, path.market(), last);
        Proof proof = new Proof(path);
        int made = 0;
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (PathRow row : rows) {
                boolean isDue = apply(row, runs.get(row.seq()), proof);
                if (there.contains(row.seq())) {
                    rowsSince = 0;
                } else if (isDue && book != null) {
                    bind(insert, path.market(), row, book.content());
                    insert.addBatch();
                    rowsSince = 0;
                    made++;
                }
            }
            if (made > 0) {
                insert.executeBatch();
            }
        }
        at = last;
        return made;
    }

    /** Takes a row; true when a checkpoint is due there. */
    private boolean apply(PathRow row, @Nullable RunStart opened, Proof proof) throws SQLException {
        if (opened != null) {
            book = proof.under(opened);
            rowsSince = 0;
        }
        Book before = book;
        if (before != null && !(proof.step(before, row) && before.hash() == row.hash())) {
            book = null;
        }
        rowsSince++;
        boolean isLatest = row.hasExchangeTime() && row.exchangeMicros() >= latestMicros;
        latestMicros = Math.max(latestMicros, row.exchangeMicros());
        return isLatest && rowsSince >= spacingRows;
    }

    private Set<Long> there(Connection connection, int market, long last) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(THERE)) {
            statement.setInt(1, market);
            statement.setLong(2, at);
            statement.setLong(3, last);
            Set<Long> there = new HashSet<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    there.add(row.getLong(1));
                }
            }
            return there;
        }
    }

    private static void bind(PreparedStatement insert, int market, PathRow row, List<Level> levels)
            throws SQLException {
        insert.setInt(1, market);
        insert.setLong(2, row.seq());
        Micros.bind(insert, 3, row.exchangeMicros());
        insert.setLong(4, row.hash());
        bind(insert, 5, Side.NO, levels);
        bind(insert, 7, Side.YES, levels);
    }

    private static void bind(PreparedStatement insert, int parameter, Side side, List<Level> levels)
            throws SQLException {
        List<Level> ofSide =
                levels.stream().filter(level -> level.side() == side).toList();
        Object[] prices = ofSide.stream().map(Level::priceMicros).toArray();
        Object[] sizes = ofSide.stream().map(Level::sizeHundredths).toArray();
        insert.setArray(parameter, insert.getConnection().createArrayOf("integer", prices));
        insert.setArray(parameter + 1, insert.getConnection().createArrayOf("bigint", sizes));
    }
}

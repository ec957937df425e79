package trifecta.store.production;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import trifecta.store.DatabaseAddress;
import trifecta.store.StoreException;
import trifecta.store.postgres.Connections;
import trifecta.store.postgres.Failures;
import trifecta.store.postgres.MarketKeys;
import trifecta.store.postgres.Migrations;
import trifecta.store.postgres.ServerDemands;
import trifecta.store.production.ProductionBatch.BookRow;
import trifecta.store.production.ProductionBatch.Quarantined;
import trifecta.store.production.ProductionBatch.RowPlace;

/**
 * Commits batches to production: each one transaction that begins with the {@link Fence}. Open the writer first and load
 * afterwards: whatever another writer commits in between, the fence then sees. Single-threaded.
 */
public final class ProductionWriter implements AutoCloseable {
    static final String LOCATION = "db/production";

    private final DatabaseAddress address;
    private final String name;
    private final InstantSource clock;
    private final Fence fence;
    private final MarketKeys keys = new MarketKeys("store.markets");
    private final BookRowTable books = new BookRowTable(keys);
    private final RunTables runs = new RunTables(keys);
    private final TradeTable trades = new TradeTable(keys);
    private final TickerTable tickers = new TickerTable(keys);
    private final SideTables sides = new SideTables(keys);
    private final LedgerTables ledger = new LedgerTables(keys);
    private final CheckTables checks = new CheckTables(keys);
    private @Nullable Connection connection;
    private @Nullable Unsettled unsettled;
    private Fence.Head head;

    private ProductionWriter(
            DatabaseAddress address,
            String name,
            InstantSource clock,
            Connection connection,
            UUID identity,
            Fence.Head head) {
        this.address = address;
        this.name = name;
        this.clock = clock;
        this.connection = connection;
        this.fence = new Fence(identity);
        this.head = head;
    }

    /** A commit was sent and its answer was lost: what it will have been if it was made. */
    private record Unsettled(ProductionBatch batch, CommitResult.Committed result) {}

    /**
     * Brings the schema up to date, makes sure that the server is durable, ends the predecessor's backends, makes rows for the lines.
     *
     * @param name application name, the same for all instances of which one may write
     * @param lines lines are numbered from 1 to this
     * @param clock decides which exchange times can be true, and which partitions are made ahead
     */
    public static ProductionWriter open(DatabaseAddress address, String name, int lines, InstantSource clock)
            throws StoreException {
        Connection probe = Connections.open(address, name + " (setup)");
        try {
            ServerDemands.check(probe, address);
        } finally {
            Connections.closeQuietly(probe);
        }
        Migrations.run(address, LOCATION, "store");
        Connection open = Connections.open(address, name);
        try {
            Connections.endPredecessors(open, name);
            UUID identity = prepare(open, lines);
            return new ProductionWriter(address, name, clock, open, identity, Fence.head(open));
        } catch (SQLException e) {
            Connections.closeQuietly(open);
            throw Failures.of("open production for writing", address, e);
        }
    }

    /**
     * Commits a batch. After a failure call it again with the same batch: nothing of it is in production, or all of it is and this is
     * found out. The batch must not be changed meanwhile.
     */
    public CommitResult commit(ProductionBatch batch) throws StoreException {
        boolean known = false;
        try {
            Connection open = connected();
            CommitResult settled = settle(open, batch);
            CommitResult result = settled != null ? settled : write(open, batch);
            known = true;
            return result;
        } catch (SQLException e) {
            throw Failures.of("commit batch " + (head.batch() + 1), address, e);
        } finally {
            if (!known) {
                keys.rolledBack();
                close();
            }
        }
    }

    @Override
    public void close() {
        if (connection != null) {
            Connections.closeQuietly(connection);
            connection = null;
        }
    }

    /** Finds out what became of a commit whose answer was lost; null when the batch is still to be written. */
    private @Nullable CommitResult settle(Connection open, ProductionBatch batch) throws SQLException {
        Unsettled before = unsettled;
        if (before == null) {
            return null;
        }
        Fence.Head found = fence.settledHead(open);
        unsettled = null;
        if (found.batch() == before.result().batch() && fence.isOurs(found)) {
            head = found;
            return before.batch().equals(batch)
                    ? before.result()
                    : new CommitResult.Fenced("the batch before was committed after all: load anew");
        }
        return null;
    }

    /** The latest of our clock and the lines': if ours is wrong by days, it must not set everything aside. */
    private static Instant latest(Instant now, ProductionBatch batch) {
        long micros = Math.max(
                batch.bookRows().stream()
                        .mapToLong(BookRow::receivedAtMicros)
                        .max()
                        .orElse(0),
                batch.trades().stream()
                        .mapToLong(ProductionBatch.TradeRow::receivedAtMicros)
                        .max()
                        .orElse(0));
        Instant received = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
        return received.isAfter(now) ? received : now;
    }

    private CommitResult write(Connection open, ProductionBatch whole) throws SQLException {
        Instant now = clock.instant();
        Sieve sieve = new Sieve(TimeWindow.sane(latest(now, whole)));
        ProductionBatch batch = sieve.sift(whole);
        Map<String, List<BookRow>> bookRows =
                books.prepare(open, batch.bookRows(), ChronoUnit.MICROS.between(Instant.EPOCH, now));
        tickers.prepare(open, batch.tickers());
        if (!fence.move(open, head, batch.moves())) {
            return fenced(open, batch);
        }
        long number = head.batch() + 1;
        keys.learn(open, marketsOf(batch));
        takeOut(open, batch.voided(), number);
        books.insert(open, bookRows, number);
        writeRuns(open, batch, number);
        TradeTable.Outcome traded = trades.insert(open, batch.trades(), number);
        int tickersInserted = tickers.insert(open, batch.tickers(), number);
        sides.lifecycle(open, batch.lifecycle(), number);
        sides.snapshots(open, batch.snapshots(), number);
        sides.requestSnapshots(open, batch.snapshotRequests());
        List<Quarantined> setAside = new ArrayList<>(sieve.setAside());
        setAside.addAll(traded.conflicts());
        sides.quarantine(open, batch.quarantined(), number);
        sides.quarantine(open, setAside, number);
        CommitResult.Committed result = new CommitResult.Committed(
                number,
                traded.inserted(),
                traded.repeated(),
                tickersInserted,
                batch.tickers().size() - tickersInserted,
                setAside);
        unsettled = new Unsettled(whole, result);
        open.commit();
        unsettled = null;
        head = fence.ours(number);
        keys.committed();
        return result;
    }

    private void takeOut(Connection open, List<RowPlace> voided, long number) throws SQLException {
        int gone = books.takeOut(open, voided, number);
        if (gone != voided.size()) {
            throw new IllegalStateException(
                    "of " + voided.size() + " rows to be voided only " + gone + " are stored: " + voided);
        }
        runs.takeOut(open, voided);
    }

    private void writeRuns(Connection open, ProductionBatch batch, long number) throws SQLException {
        runs.openRuns(open, batch.runsOpened(), number);
        runs.stitch(open, batch.runsStitched());
        runs.dispute(open, batch.disputed(), number);
        runs.mark(open, batch.marks(), number);
        runs.keepStates(open, batch.states());
        ledger.write(open, batch.ledger());
        ledger.backfilled(open, batch.backfills());
        checks.write(open, batch.bookChecks(), number);
    }

    private CommitResult fenced(Connection open, ProductionBatch batch) throws SQLException {
        open.rollback();
        Fence.Head found = Fence.head(open);
        open.rollback();
        String facts = found.equals(head)
                ? "a cursor is not where it was taken from: " + batch.moves()
                : "production is at batch " + found.batch() + " of writer " + found.writer()
                        + ", this writer left it at " + head.batch() + " of " + head.writer();
        return new CommitResult.Fenced(facts);
    }

    private static Set<String> marketsOf(ProductionBatch batch) {
        Set<String> markets = new LinkedHashSet<>();
        batch.bookRows().forEach(row -> markets.add(row.market()));
        batch.voided().forEach(row -> markets.add(row.market()));
        batch.runsOpened().forEach(row -> markets.add(row.market()));
        batch.runsStitched().forEach(row -> markets.add(row.market()));
        batch.marks().forEach(row -> markets.add(row.market()));
        batch.disputed().forEach(row -> markets.add(row.market()));
        batch.states().forEach(row -> markets.add(row.market()));
        batch.trades().forEach(row -> markets.add(row.trade().market()));
        batch.tickers().forEach(row -> markets.add(row.ticker().market()));
        batch.snapshots().forEach(row -> markets.add(row.market()));
        batch.ledger().begun().forEach(span -> markets.add(span.market()));
        batch.bookChecks().forEach(check -> markets.add(check.market()));
        return markets;
    }

    private Connection connected() throws SQLException, StoreException {
        Connection open = connection;
        if (open == null) {
            open = Connections.open(address, name);
            keys.forget();
            books.forget();
            tickers.forget();
            try {
                Connections.endPredecessors(open, name);
            } catch (SQLException e) {
                Connections.closeQuietly(open);
                throw e;
            }
            connection = open;
        }
        return open;
    }

    /** Makes rows for the lines and gives this writer an identity. */
    private static UUID prepare(Connection open, int lines) throws SQLException {
        try (PreparedStatement insert = open.prepareStatement(
                        "INSERT INTO store.lines (line) SELECT generate_series(1, ?) ON CONFLICT (line) DO NOTHING");
                Statement statement = open.createStatement();
                ResultSet row = statement.executeQuery("SELECT gen_random_uuid()")) {
            row.next();
            UUID identity = row.getObject(1, UUID.class);
            insert.setInt(1, lines);
            insert.executeUpdate();
            open.commit();
            return identity;
        }
    }
}

package trifecta.deduplicator;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import trifecta.market.Book;
import trifecta.market.BookChange;
import trifecta.market.Side;
import trifecta.service.Clocks;
import trifecta.store.DatabaseAddress;
import trifecta.store.history.Checkpoints;
import trifecta.store.production.ProductionBatch;
import trifecta.store.production.ProductionBatch.BookRow;
import trifecta.store.production.ProductionBatch.MarketState;
import trifecta.store.production.ProductionBatch.RunHead;
import trifecta.store.production.ProductionWriter;
import trifecta.testkit.TestDatabase;
import trifecta.testkit.TestPostgres;

/** Checkpoints come by themselves, of what grows and of what an earlier process left behind. */
class CheckpointKeeperTest {
    private static final long BEGIN = Clocks.micros(java.time.Instant.parse("2026-08-10T22:52:07Z"));
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TestDatabase database = TestPostgres.shared().database("keeper");
    private final DatabaseAddress address = new DatabaseAddress(database.url(), database.user(), database.password());

    @Test
    void growingMarketsGetCheckpointsAndIdleOnesNone() throws Exception {
        try (ProductionWriter writer = writer();
                CheckpointKeeper keeper = keeper()) {
            ProductionBatch batch = ProductionBatch.empty();
            grow(batch, "IDLE", 10);
            grow(batch, "BUSY", 2 * Checkpoints.SPACING_ROWS + 1);
            writer.commit(batch);
            keeper.committed(batch);
            await(
                    "SELECT count(*) FROM store.checkpoints JOIN store.markets USING (market_key) WHERE ticker = 'BUSY'",
                    2);
            await("SELECT count(*) FROM store.checkpoints", 2);
        }
    }

    @Test
    void whatWasLeftBehindIsMadeUpForAfterAStart() throws Exception {
        try (ProductionWriter writer = writer()) {
            ProductionBatch batch = ProductionBatch.empty();
            for (int market = 0; market < 130; market++) {
                grow(batch, "MARKET-" + market, market == 120 ? Checkpoints.SPACING_ROWS : 3);
                batch.states().add(new MarketState("MARKET-" + market, new byte[0], null));
            }
            writer.commit(batch);
        }
        try (CheckpointKeeper _ = keeper()) {
            await("SELECT count(*) FROM store.checkpoints", 1);
        }
    }

    @Test
    void troubleEndsNothing() throws Exception {
        try (ProductionWriter writer = writer();
                CheckpointKeeper keeper = keeper()) {
            execute("ALTER TABLE store.checkpoints RENAME TO hidden");
            ProductionBatch batch = ProductionBatch.empty();
            grow(batch, "BUSY", Checkpoints.SPACING_ROWS);
            writer.commit(batch);
            keeper.committed(batch);
            awaitTrue("SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE application_name LIKE '%checkpoints'"
                    + " AND datname = current_database())");
            execute("ALTER TABLE store.hidden RENAME TO checkpoints");
            await("SELECT count(*) FROM store.checkpoints", 1);
        }
    }

    private ProductionWriter writer() throws Exception {
        return ProductionWriter.open(address, "deduplicator", 3, InstantSource.system());
    }

    private CheckpointKeeper keeper() {
        return CheckpointKeeper.start(address, System::nanoTime);
    }

    private static void grow(ProductionBatch batch, String market, int rows) {
        Book book = new Book();
        batch.runsOpened().add(new RunHead(market, 1, 0));
        for (int row = 1; row <= rows; row++) {
            long after = book.add(Side.YES, 10_000 * (row % 90 + 1), 100);
            BookChange change = new BookChange(BEGIN + row, Side.YES, 10_000 * (row % 90 + 1), 100, after, book.hash());
            batch.bookRows().add(new BookRow(market, row, false, change, 1, 1, BEGIN + row));
        }
    }

    private void await(String query, long wanted) throws Exception {
        awaitTrue("SELECT (" + query + ") = " + wanted);
    }

    private void awaitTrue(String query) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            boolean is = false;
            while (!is) {
                assertThat(System.nanoTime()).as(query).isLessThan(end);
                try (ResultSet row = statement.executeQuery(query)) {
                    row.next();
                    is = row.getBoolean(1);
                }
                Thread.sleep(20);
            }
        }
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

package trifecta.gatherer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import trifecta.market.BreakReason;
import trifecta.market.LineEvent;
import trifecta.market.LineEvent.SnapshotRole;
import trifecta.service.OperatingException;
import trifecta.service.ServiceRun;
import trifecta.store.DatabaseAddress;
import trifecta.store.StoreException;
import trifecta.store.production.ProductionBatch;
import trifecta.store.production.ProductionWriter;
import trifecta.testkit.TestDatabase;
import trifecta.testkit.TestPostgres;

/** A whole gatherer against a scripted exchange, with a real journal and a real database. */
class GathererTest extends GathererStage {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    GathererTest() {
        super(PATIENCE);
    }

    private static ServiceRun run(Map<String, String> settings) {
        return ServiceRun.start(new GathererApplication(), settings);
    }

    private StoredLine stored() throws StoreException {
        return StoredLine.read(database);
    }

    private void awaitBooks(int markets) throws Exception {
        eventually(markets + " markets are subscribed", () -> exchange.books.subscribedMarkets() == markets);
    }

    private void awaitDeltas(long deltas) throws Exception {
        eventually(deltas + " deltas are stored", () -> stored().count(LineEvent.Delta.class) >= deltas);
    }

    @Test
    void whatTheExchangeSendsStandsInTheDatabaseInOrder() throws Exception {
        exchange.books.open("A", "B", "C");
        try (ServiceRun gatherer = run(settings())) {
            awaitBooks(3);
            eventually("trade is subscribed", () -> exchange.books.said("\"trade\"") == 1);
            exchange.books.changes(500);
            exchange.books.trade("A");
            exchange.books.clear("B");
            exchange.books.changes(100);
            awaitDeltas(600);
            eventually("the trade is stored", () -> stored().trades().size() == 1);
            assertThat(gatherer.alive()).isTrue();
        }
        StoredLine line = stored();
        line.assertDense();
        line.assertRunsAreTrue(exchange.books.truth);
        assertThat(line.trades()).isEqualTo(exchange.books.trades);
        assertThat(line.snapshots(SnapshotRole.REPLACES)).isEqualTo(1);
        assertThat(line.rows.getLast().event().body()).isEqualTo(new LineEvent.Break(BreakReason.STOPPED));
    }

    @Test
    void aMarketThatIsAnnouncedIsSubscribedBeforeRestKnowsIt() throws Exception {
        exchange.books.open("A");
        try (ServiceRun gatherer = run(settings())) {
            awaitBooks(1);
            eventually("lifecycle is subscribed", () -> exchange.books.said("market_lifecycle_v2") == 1);
            exchange.books.announce("NEW", "created");
            awaitBooks(2);
            exchange.books.change("NEW");
            awaitDeltas(1);
            assertThat(gatherer.alive()).isTrue();
        }
        stored().assertRunsAreTrue(exchange.books.truth);
    }

    @Test
    void aHoleIsFollowedByFreshSnapshotsAndOnlyWhatIsMissingIsAGap() throws Exception {
        exchange.books.open("A", "B");
        try (ServiceRun gatherer = run(settings())) {
            awaitBooks(2);
            exchange.books.changes(50);
            awaitDeltas(50);
            exchange.books.skip(3);
            exchange.books.changes(20);
            eventually("snapshots were asked for", () -> exchange.books.said("get_snapshot") > 0);
            eventually("both books are whole again", () -> stored().snapshots(SnapshotRole.STARTS) == 4);
            exchange.books.changes(50);
            long before = stored().count(LineEvent.Delta.class);
            eventually("the rest is there", () -> stored().count(LineEvent.Delta.class) >= Math.max(100, before));
            assertThat(gatherer.alive()).isTrue();
        }
        StoredLine line = stored();
        line.assertDense();
        line.assertRunsAreTrue(exchange.books.truth);
        assertThat(line.rows)
                .filteredOn(row -> row.event().breakBefore() == BreakReason.SEQUENCE_GAP)
                .hasSize(1);
        int claimed = line.runs("A").stream().mapToInt(java.util.List::size).sum()
                + line.runs("B").stream().mapToInt(java.util.List::size).sum();
        assertThat(claimed).as("held deltas are claimed too").isEqualTo(120);
    }

    @Test
    void anEndedSubscriptionIsMadeAnew() throws Exception {
        exchange.books.open("A", "B");
        try (ServiceRun gatherer = run(settings())) {
            awaitBooks(2);
            exchange.books.changes(10);
            exchange.books.fail(25);
            awaitBooks(2);
            exchange.books.changes(10);
            exchange.books.fail(10);
            awaitBooks(2);
            exchange.books.changes(10);
            awaitDeltas(30);
            assertThat(gatherer.alive()).isTrue();
        }
        StoredLine line = stored();
        line.assertRunsAreTrue(exchange.books.truth);
        assertThat(line.rows)
                .filteredOn(row -> row.event().body().equals(new LineEvent.Break(BreakReason.OVERFLOW))
                        || row.event().body().equals(new LineEvent.Break(BreakReason.CHANNEL_ERROR)))
                .hasSize(2);
    }

    @Test
    void aCutConnectionComesBackByItself() throws Exception {
        exchange.books.open("A", "B");
        try (ServiceRun gatherer = run(settings())) {
            awaitBooks(2);
            exchange.books.changes(30);
            awaitDeltas(30);
            int port = exchange.goAway();
            eventually("the connections are gone", () -> exchange.books.connections() == 0);
            exchange.books.changes(5);
            exchange.comeBack(port);
            awaitBooks(2);
            exchange.books.changes(30);
            awaitDeltas(60);
            assertThat(gatherer.alive()).isTrue();
        }
        StoredLine line = stored();
        line.assertDense();
        line.assertRunsAreTrue(exchange.books.truth);
        assertThat(line.rows)
                .filteredOn(row -> row.event().body().equals(new LineEvent.Break(BreakReason.CUT)))
                .isNotEmpty();
    }

    @Test
    void aMarketLimitIsLearnedAndTheMarketsAreSpread() throws Exception {
        for (int i = 0; i < 40; i++) {
            exchange.books.open("MARKET-" + i);
        }
        exchange.books.limitMarkets(12);
        try (ServiceRun gatherer = run(settings())) {
            awaitBooks(40);
            assertThat(exchange.books.bookSubscriptions()).isGreaterThanOrEqualTo(4);
            exchange.books.changes(200);
            awaitDeltas(200);
            assertThat(gatherer.alive()).isTrue();
        }
        stored().assertRunsAreTrue(exchange.books.truth);
        assertThat(Files.readString(folder.resolve("line/market-limit")).strip())
                .isEqualTo("10");
    }

    @Test
    void afterAStopTheNextBootGoesOnBehindTheLast() throws Exception {
        exchange.books.open("A");
        for (int boot = 1; boot <= 3; boot++) {
            try (ServiceRun gatherer = run(settings())) {
                awaitBooks(1);
                exchange.books.changes(20);
                awaitDeltas(20L * boot);
                assertThat(gatherer.alive()).isTrue();
            }
            eventually("the exchange noticed", () -> exchange.books.connections() == 0);
        }
        StoredLine line = stored();
        line.assertDense();
        line.assertRunsAreTrue(exchange.books.truth);
        assertThat(line.last().boot()).isEqualTo(3);
        assertThat(line.rows)
                .filteredOn(row -> row.event().body().equals(new LineEvent.Break(BreakReason.CRASHED)))
                .isEmpty();
    }

    @Test
    void booksAreVerifiedInTurn() throws Exception {
        exchange.books.open("A", "B", "C");
        Map<String, String> settings = settings();
        settings.put("gatherer.verify-interval", "500ms");
        try (ServiceRun gatherer = run(settings)) {
            awaitBooks(3);
            exchange.books.changes(100);
            eventually("all were verified twice", () -> stored().snapshots(SnapshotRole.AGREES) >= 6);
            assertThat(gatherer.alive()).isTrue();
        }
        assertThat(stored().snapshots(SnapshotRole.DISAGREES)).isZero();
    }

    @Test
    void aDatabaseThatRestartsOnlyMakesTheFeedLag() throws Exception {
        try (TestPostgres own = TestPostgres.start()) {
            TestDatabase fresh = own.database("gatherer");
            database = new DatabaseAddress(fresh.url(), fresh.user(), fresh.password());
            exchange.books.open("A", "B");
            try (ServiceRun gatherer = run(settings())) {
                awaitBooks(2);
                exchange.books.changes(50);
                awaitDeltas(50);
                own.stop();
                exchange.books.changes(50);
                own.restart();
                exchange.books.changes(50);
                awaitDeltas(150);
                assertThat(gatherer.alive()).isTrue();
            }
            StoredLine line = stored();
            line.assertDense();
            line.assertRunsAreTrue(exchange.books.truth);
            assertThat(line.snapshots(SnapshotRole.STARTS)).as("no span ended").isEqualTo(2);
        }
    }

    @Test
    void anUnreachableDatabaseIsOneSentenceForANewLine() {
        Map<String, String> settings = settings();
        settings.put("gatherer.database-url", "jdbc:postgresql://127.0.0.1:1/none");
        ServiceRun gatherer = run(settings);
        assertThatThrownBy(gatherer::await)
                .isInstanceOf(OperatingException.class)
                .hasMessageContaining("is PostgreSQL up there?");
    }

    @Test
    void aKeyThatTheExchangeRefusesIsOneSentence() {
        exchange.refuseKeys();
        ServiceRun gatherer = run(settings());
        assertThatThrownBy(gatherer::await)
                .isInstanceOf(OperatingException.class)
                .hasMessageContaining("401");
    }

    @Test
    void productionAsksForASnapshotAndGetsOne() throws Exception {
        TestDatabase fresh = TestPostgres.shared().database("production");
        DatabaseAddress production = new DatabaseAddress(fresh.url(), fresh.user(), fresh.password());
        Map<String, String> settings = settings();
        settings.put("gatherer.production-url", production.url());
        settings.put("gatherer.production-user", production.user());
        settings.put("gatherer.production-password", production.password());
        exchange.books.open("A", "B");
        try (ProductionWriter writer = ProductionWriter.open(production, "test", 1, java.time.InstantSource.system());
                ServiceRun gatherer = run(settings)) {
            awaitBooks(2);
            exchange.books.changes(20);
            awaitDeltas(20);
            eventually("A was asked for and verified", () -> {
                ProductionBatch batch = ProductionBatch.empty();
                batch.snapshotRequests().add("A");
                writer.commit(batch);
                Thread.sleep(200);
                return stored().snapshots(SnapshotRole.AGREES) > 0;
            });
            assertThat(gatherer.alive()).isTrue();
        }
    }

    @Test
    void aFullDiskStopsTheLineLoudly() throws Exception {
        Path small = Files.createDirectory(folder.resolve("small"));
        Process mount = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", small.toString())
                .redirectErrorStream(true)
                .start();
        if (mount.waitFor() != 0) {
            System.out.println("skipped: a small disk cannot be mounted here");
            return;
        }
        try {
            Map<String, String> settings = settings();
            settings.put("gatherer.folder", small.resolve("line").toString());
            settings.put("gatherer.disk-reserve", "0B"); // as when somebody else takes the reserve within a moment
            exchange.books.open("A", "B");
            ServiceRun gatherer = run(settings);
            awaitBooks(2);
            long endNanos = System.nanoTime() + PATIENCE.toNanos();
            while (gatherer.alive() && System.nanoTime() < endNanos) {
                exchange.books.changes(500);
                Thread.sleep(20);
            }
            assertThatThrownBy(gatherer::await)
                    .isInstanceOf(OperatingException.class)
                    .hasMessageContaining("journal");
        } finally {
            new ProcessBuilder("umount", "-l", small.toString()).start().waitFor();
        }
    }
}

package trifecta.store.production;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static trifecta.store.production.Batches.cursor;
import static trifecta.store.production.Batches.delta;
import static trifecta.store.production.Batches.move;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import trifecta.store.Addresses;
import trifecta.store.DatabaseAddress;
import trifecta.store.LineCursor;
import trifecta.store.Sql;
import trifecta.store.StoreException;
import trifecta.store.production.CommitResult.Committed;
import trifecta.store.production.CommitResult.Fenced;
import trifecta.testkit.TestDatabase;
import trifecta.testkit.TestPostgres;

/** One writer at a time moves production, whatever is paused, cut or answered too late. */
class FenceTest {
    private static final InstantSource NOW = InstantSource.fixed(Instant.parse("2026-08-10T23:00:00Z"));

    private final DatabaseAddress address = Addresses.fresh("fence");

    @Test
    void aSecondWriterThatTookTheSameRowsIsFenced() throws StoreException, SQLException {
        try (ProductionWriter first = writer("first");
                ProductionWriter second = writer("second")) {
            assertThat(first.commit(taken(1, LineCursor.START, cursor(1, 10), 10)))
                    .isInstanceOf(Committed.class);
            assertThat(second.commit(taken(1, LineCursor.START, cursor(1, 12), 12)))
                    .isInstanceOf(Fenced.class);
            assertThat(first.commit(taken(1, cursor(1, 10), cursor(1, 20), 20))).isInstanceOf(Committed.class);
        }
        assertThat(Sql.rows(address, "SELECT seq, batch FROM orderbook_deltas ORDER BY seq"))
                .containsExactly("10|1", "20|2");
        assertThat(Sql.rows(address, "SELECT batch FROM store.batches ORDER BY batch"))
                .containsExactly("1", "2");
    }

    @Test
    void aPausedWriterIsFencedEvenWhenItMovesAnotherLine() throws StoreException, SQLException {
        try (ProductionWriter paused = writer("paused");
                ProductionWriter present = writer("present")) {
            assertThat(present.commit(taken(2, LineCursor.START, cursor(1, 10), 10)))
                    .isInstanceOf(Committed.class);
            assertThat(paused.commit(taken(1, LineCursor.START, cursor(1, 5), 11)))
                    .isInstanceOf(Fenced.class);
        }
        assertThat(Sql.rows(address, "SELECT line, boot, n FROM store.lines ORDER BY line"))
                .containsExactly("1|0|0", "2|1|10", "3|0|0");
    }

    @Test
    void aWriterThatSleptWhileProductionWasPutBackAndAnotherCameAsFarIsFenced() throws StoreException, SQLException {
        try (ProductionWriter sleeping = writer("sleeping")) {
            assertThat(sleeping.commit(taken(1, LineCursor.START, cursor(1, 10), 10)))
                    .isInstanceOf(Committed.class);
            Sql.execute(
                    address,
                    "UPDATE store.head SET batch = 0, writer = gen_random_uuid()",
                    "DELETE FROM store.batches",
                    "DELETE FROM store.book_rows",
                    "UPDATE store.lines SET boot = 0, n = 0, anchor = 0");
            try (ProductionWriter present = writer("present")) {
                assertThat(present.commit(taken(1, LineCursor.START, cursor(1, 10), 11)))
                        .isInstanceOf(Committed.class);
            }
            assertThat(sleeping.commit(taken(1, cursor(1, 10), cursor(1, 20), 20)))
                    .isInstanceOf(Fenced.class);
        }
        assertThat(Sql.rows(address, "SELECT seq, batch FROM orderbook_deltas ORDER BY seq"))
                .containsExactly("11|1");
    }

    @Test
    void aCursorThatIsNotWhereItWasTakenFromFences() throws StoreException, SQLException {
        try (ProductionWriter writer = writer("writer")) {
            assertThat(writer.commit(taken(1, cursor(1, 3), cursor(1, 5), 11)))
                    .isInstanceOfSatisfying(
                            Fenced.class, fenced -> assertThat(fenced.facts()).contains("1:3"));
            assertThat(writer.commit(taken(1, LineCursor.START, cursor(1, 5), 11)))
                    .isInstanceOf(Committed.class);
            LineCursor otherAnchor =
                    new LineCursor(Batches.INCARNATION, cursor(1, 5).position(), 4711);
            assertThat(writer.commit(taken(1, otherAnchor, cursor(1, 6), 12))).isInstanceOf(Fenced.class);
        }
        assertThat(Sql.value(address, "SELECT count(*) FROM orderbook_deltas")).isEqualTo("1");
    }

    @Test
    void aWriterThatComesWhileAnotherCommitsWaitsAndIsFenced() throws Exception {
        try (ProductionWriter second = writer("second");
                Connection first = Sql.connect(address)) {
            first.setAutoCommit(false);
            try (Statement statement = first.createStatement()) {
                statement.execute("UPDATE store.head SET batch = batch + 1");
            }
            CompletableFuture<CommitResult> late = CompletableFuture.supplyAsync(() -> {
                try {
                    return second.commit(taken(1, LineCursor.START, cursor(1, 1), 1));
                } catch (StoreException e) {
                    throw new IllegalStateException(e);
                }
            });
            while (!Sql.value(address, "SELECT count(*) FROM pg_locks WHERE NOT granted")
                    .equals("1")) {
                Thread.onSpinWait();
            }
            assertThat(late).isNotDone();
            first.commit();
            assertThat(late.join()).isInstanceOf(Fenced.class);
        }
    }

    @Test
    void aWriterOfTheSameNameEndsItsPredecessor() throws StoreException {
        try (ProductionWriter first = writer("deduplicator");
                ProductionWriter second = writer("deduplicator")) {
            ProductionBatch batch = taken(1, LineCursor.START, cursor(1, 1), 1);
            assertThatThrownBy(() -> first.commit(batch))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.passing()).isTrue());
            assertThatThrownBy(() -> {
                        second.commit(taken(1, LineCursor.START, cursor(1, 1), 1));
                        first.commit(batch);
                        second.commit(batch);
                    })
                    .isInstanceOf(StoreException.class);
        }
    }

    @Test
    void whateverIsCutInTheMiddleIsCommittedOnceInTheEnd() throws Exception {
        long seed = 99;
        SplittableRandom random = new SplittableRandom(seed);
        int batches = 60;
        int found = 0;
        try (ProductionWriter writer = writer("deduplicator")) {
            LineCursor at = LineCursor.START;
            for (int i = 1; i <= batches; i++) {
                LineCursor to = cursor(1, i);
                ProductionBatch batch = taken(1, at, to, i);
                Thread cutter = random.nextInt(2) == 0 ? cutSoon(random.nextInt(4_000_000)) : null;
                CommitResult result = null;
                while (result == null) {
                    try {
                        result = writer.commit(batch);
                    } catch (StoreException e) {
                        found++;
                        assertThat(e.passing())
                                .as("seed " + seed + ": " + e.getMessage())
                                .isTrue();
                    }
                }
                assertThat(result)
                        .as("seed " + seed + ", batch " + i)
                        .isInstanceOfSatisfying(
                                Committed.class, c -> assertThat(c.setAside()).isEmpty());
                assertThat(((Committed) result).batch()).isEqualTo(i);
                at = to;
                if (cutter != null) {
                    cutter.join();
                }
            }
        }
        assertThat(found).as("cuts that hit, seed " + seed).isPositive();
        assertThat(Sql.value(
                        address, "SELECT count(*), min(seq), max(seq), count(DISTINCT batch) FROM orderbook_deltas"))
                .isEqualTo("60|1|60|60");
    }

    @Test
    void aCommitThatWasLostOnItsWayIsMadeAnew() throws Exception {
        try (ProductionWriter writer = writer("deduplicator")) {
            ProductionBatch first = taken(1, LineCursor.START, cursor(1, 1), 1);
            Sql.execute(address, """
                    CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$""", """
                    CREATE CONSTRAINT TRIGGER cut_at_commit AFTER INSERT ON store.batches
                    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cut()""");
            assertThatThrownBy(() -> writer.commit(first)).isInstanceOf(StoreException.class);
            assertThat(Sql.value(address, "SELECT batch FROM store.head")).isEqualTo("0");
            Sql.execute(address, "DROP TRIGGER cut_at_commit ON store.batches");
            assertThat(writer.commit(first)).isInstanceOf(Committed.class);
            assertThat(Sql.value(address, "SELECT count(*) FROM orderbook_deltas"))
                    .isEqualTo("1");
        }
    }

    @Test
    void aCommitWhoseAnswerWasLostIsFoundOutAndNotMadeTwice() throws Exception {
        try (CuttableWay way = new CuttableWay(address);
                ProductionWriter writer = ProductionWriter.open(way.through(address), "deduplicator", 3, NOW)) {
            Sql.execute(address, """
                    CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN PERFORM pg_sleep(0.5); RETURN NULL; END $$""", """
                    CREATE CONSTRAINT TRIGGER wait_at_commit AFTER INSERT ON store.batches
                    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wait()""");
            ProductionBatch batch = taken(1, LineCursor.START, cursor(1, 1), 1);
            Thread cutter = Thread.ofVirtual().start(() -> {
                awaitValue("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'", "1");
                try {
                    way.cut();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThatThrownBy(() -> writer.commit(batch))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.passing()).isTrue());
            cutter.join();
            awaitValue("SELECT batch FROM store.head", "1");
            Committed result = (Committed) writer.commit(batch);
            assertThat(result.batch()).isEqualTo(1);
            assertThat(writer.commit(taken(1, cursor(1, 1), cursor(1, 2), 2))).isInstanceOf(Committed.class);
        }
        assertThat(Sql.rows(address, "SELECT seq, batch FROM orderbook_deltas ORDER BY seq"))
                .containsExactly("1|1", "2|2");
    }

    private void awaitValue(String query, String value) {
        try {
            while (!Sql.value(address, query).equals(value)) {
                Thread.onSpinWait();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aCrashOfTheServerLosesNothingThatWasCommitted() throws Exception {
        try (TestPostgres server = TestPostgres.start()) {
            TestDatabase database = server.database("crash");
            DatabaseAddress crashing = Addresses.of(database);
            try (ProductionWriter writer = ProductionWriter.open(crashing, "deduplicator", 3, NOW)) {
                writer.commit(taken(1, LineCursor.START, cursor(1, 1), 1));
                server.crash();
                ProductionBatch next = taken(1, cursor(1, 1), cursor(1, 2), 2);
                assertThatThrownBy(() -> writer.commit(next))
                        .isInstanceOfSatisfying(
                                StoreException.class,
                                e -> assertThat(e.passing()).isTrue());
                server.restart();
                assertThat(writer.commit(next)).isInstanceOf(Committed.class);
            }
            assertThat(Sql.rows(crashing, "SELECT seq FROM orderbook_deltas ORDER BY seq"))
                    .containsExactly("1", "2");
        }
    }

    private static ProductionBatch taken(int line, LineCursor from, LineCursor to, long seq) {
        ProductionBatch batch = ProductionBatch.empty();
        batch.moves().add(move(line, from, to));
        batch.bookRows().add(delta("MARKET-A", seq));
        return batch;
    }

    private ProductionWriter writer(String name) throws StoreException {
        return ProductionWriter.open(address, name, 3, NOW);
    }

    private Thread cutSoon(long nanos) {
        return Thread.ofVirtual().start(() -> {
            long begin = System.nanoTime();
            while (System.nanoTime() - begin < nanos) {
                Thread.onSpinWait();
            }
            try {
                Sql.execute(
                        address,
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                + " WHERE application_name = 'deduplicator' AND datname = current_database()");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}

package trifecta.store.production;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static trifecta.store.production.Batches.TIME;
import static trifecta.store.production.Batches.cursor;
import static trifecta.store.production.Batches.delta;
import static trifecta.store.production.Batches.move;
import static trifecta.store.production.Batches.replaced;
import static trifecta.store.production.Batches.trade;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import trifecta.market.Level;
import trifecta.market.Lifecycle;
import trifecta.market.LineEvent.SnapshotRole;
import trifecta.market.Position;
import trifecta.market.Side;
import trifecta.market.Ticker;
import trifecta.market.Times;
import trifecta.store.Addresses;
import trifecta.store.DatabaseAddress;
import trifecta.store.LineCursor;
import trifecta.store.Sql;
import trifecta.store.StoreException;
import trifecta.store.production.CommitResult.Committed;
import trifecta.store.production.ProductionBatch.LifecycleRow;
import trifecta.store.production.ProductionBatch.Mark;
import trifecta.store.production.ProductionBatch.MarketState;
import trifecta.store.production.ProductionBatch.Quarantined;
import trifecta.store.production.ProductionBatch.RowPlace;
import trifecta.store.production.ProductionBatch.RowRange;
import trifecta.store.production.ProductionBatch.RunHead;
import trifecta.store.production.ProductionBatch.SnapshotRow;
import trifecta.store.production.ProductionBatch.TickerRow;
import trifecta.store.production.ProductionBatch.TradeSource;

/** What one commit writes, and how it reads from outside and to the next merge. */
class ProductionStoreTest {
    private static final InstantSource NOW = InstantSource.fixed(Instant.parse("2026-08-10T23:00:00Z"));
    private static final String DEDUPLICATOR = "trifecta deduplicator";

    private final DatabaseAddress address = Addresses.fresh("production");

    @Test
    void deltasReadAsDecimalsInUtc() throws StoreException, SQLException {
        ProductionBatch batch = ProductionBatch.empty();
        batch.bookRows().add(delta("MARKET-A", 1 << 20));
        batch.bookRows().add(delta("MARKET-A", 2 << 20, Times.ABSENT));
        batch.bookRows().add(replaced("MARKET-A", 3 << 20));
        commit(batch);
        assertThat(Sql.rows(address, "SELECT * FROM orderbook_deltas ORDER BY seq"))
                .containsExactly(
                        "MARKET-A|1048576|2026-08-10 22:52:07.500001+00|yes|0.561234|-54.01|1234.56|"
                                + "-9223372036853727232|1|2|2026-08-10 22:52:07.580001+00|1",
                        "MARKET-A|2097152|-|yes|0.561234|-54.01|1234.56|"
                                + "-9223372036852678656|1|2|2026-08-10 22:52:07.580001+00|1");
        assertThat(Sql.rows(address, "SELECT market_ticker, seq, book_hash, lines FROM orderbook_replacements"))
                .containsExactly("MARKET-A|3145728|99|2");
    }

    @Test
    void rowsLieInThePartitionOfTheirDay() throws StoreException, SQLException {
        ProductionBatch batch = ProductionBatch.empty();
        batch.bookRows().add(delta("MARKET-A", 1));
        batch.bookRows().add(delta("MARKET-A", 2, TIME - 3L * 86_400_000_000L));
        batch.bookRows().add(delta("MARKET-B", 1, Times.ABSENT));
        commit(batch);
        assertThat(Sql.rows(address, "SELECT tableoid::regclass, market_key, seq FROM store.book_rows ORDER BY 1"))
                .containsExactlyInAnyOrder(
                        "store.book_rows_20260810|1|1",
                        "store.book_rows_20260807|1|2",
                        "store.book_rows_unstamped_20260810|2|1");
        assertThat(Sql.value(address, "SELECT to_regclass('store.book_rows_20260811') IS NOT NULL"))
                .as("tomorrow's is made ahead")
                .isEqualTo("t");
        assertThat(String.join(
                        "\n",
                        Sql.rows(
                                address,
                                "EXPLAIN SELECT * FROM orderbook_deltas WHERE exchange_ts >= '2026-08-10'"
                                        + " AND exchange_ts < '2026-08-11'")))
                .as("a question for a day reads that day alone")
                .contains("book_rows_20260810")
                .doesNotContain("book_rows_20260807")
                .doesNotContain("book_rows_20260811");
    }

    @Test
    void theSameSeqCannotBeStoredTwice() throws StoreException {
        ProductionBatch batch = ProductionBatch.empty();
        batch.bookRows().add(delta("MARKET-A", 1));
        try (ProductionWriter writer = writer()) {
            writer.commit(batch);
            assertThatThrownBy(() -> writer.commit(batch))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("duplicate key");
        }
    }

    @Test
    void aTimeThatCannotBeTrueIsSetAsideAndTheRestIsStored() throws StoreException, SQLException {
        ProductionBatch batch = ProductionBatch.empty();
        batch.bookRows().add(delta("MARKET-A", 1));
        batch.bookRows().add(delta("MARKET-A", 2, 0));
        batch.bookRows().add(delta("MARKET-A", 3, 4_080_000_000_000_000L));
        batch.trades().add(trade(1, "t-2099", 100, 4_080_000_000_000_000L, TradeSource.WEBSOCKET));
        batch.trades().add(trade(2, "x".repeat(600), 100));
        batch.trades().add(trade(3, "t-now", 100));
        Committed result = commit(batch);
        assertThat(result.setAside()).hasSize(4);
        assertThat(Sql.rows(address, "SELECT seq FROM orderbook_deltas")).containsExactly("1");
        assertThat(Sql.rows(address, "SELECT trade_id FROM trades")).containsExactly("t-now");
        assertThat(Sql.rows(address, "SELECT reason, line, batch FROM store.quarantine ORDER BY id"))
                .containsExactly(
                        "order-book row: no sane time|2|1",
                        "order-book row: no sane time|2|1",
                        "trade: no sane time or id|1|1",
                        "trade: no sane time or id|1|1");
    }

    @Test
    void aTradeIsStoredOnceAndOtherContentUnderItsIdIsSetAside() throws StoreException, SQLException {
        try (ProductionWriter writer = writer()) {
            ProductionBatch first = ProductionBatch.empty();
            first.trades().add(trade(1, "t-1", 3154));
            first.trades().add(trade(2, "t-1", 3154));
            assertThat(writer.commit(first)).isEqualTo(new Committed(1, 1, 1, 0, 0, List.of()));

            ProductionBatch second = ProductionBatch.empty();
            second.trades().add(trade(3, "t-1", 3154, TIME + 17, TradeSource.REST));
            second.trades().add(trade(4, "t-1", 9999));
            second.trades().add(trade(5, "t-2", 100));
            Committed result = (Committed) writer.commit(second);
            assertThat(result.tradesInserted()).isEqualTo(1);
            assertThat(result.tradesRepeated()).isEqualTo(1);
            assertThat(result.setAside())
                    .singleElement()
                    .satisfies(row -> assertThat(row.content()).contains("countHundredths=9999"));
        }
        assertThat(Sql.rows(
                        address,
                        "SELECT trade_id, market_ticker, exchange_ts, yes_price, count, taker_side, source, no_price,"
                                + " taker_book_side, block_trade, seq FROM trades ORDER BY seq"))
                .containsExactly(
                        "t-1|MARKET-A|2026-08-10 22:52:07.500001+00|0.560000|31.54|no|websocket|0.440000|ask|f|1",
                        "t-2|MARKET-A|2026-08-10 22:52:07.500001+00|0.560000|1.00|no|websocket|0.440000|ask|f|5");
        assertThat(Sql.value(address, "SELECT reason FROM store.quarantine"))
                .isEqualTo("trade: its id is taken by other content");
    }

    @Test
    void tickersAreAUnionByContent() throws StoreException, SQLException {
        Ticker full = new Ticker("MARKET-A", TIME, 560_000, 550_000, 570_000, 100, 200, 3_000_000, 4, 5, 6, 7);
        Ticker sparse = new Ticker(
                "MARKET-A",
                Times.ABSENT,
                560_000,
                Ticker.ABSENT,
                Ticker.ABSENT,
                Ticker.ABSENT,
                Ticker.ABSENT,
                Ticker.ABSENT,
                Ticker.ABSENT,
                Ticker.ABSENT,
                Ticker.ABSENT,
                Ticker.ABSENT);
        ProductionBatch batch = ProductionBatch.empty();
        batch.tickers().add(new TickerRow(full, 1, TIME));
        batch.tickers().add(new TickerRow(sparse, 1, TIME));
        batch.tickers().add(new TickerRow(full, 2, TIME + 5));
        try (ProductionWriter writer = writer()) {
            Committed first = (Committed) writer.commit(batch);
            assertThat(first.tickersInserted()).isEqualTo(2);
            assertThat(first.tickersRepeated()).isEqualTo(1);
            Committed second = (Committed) writer.commit(batch);
            assertThat(second.tickersInserted()).isZero();
        }
        assertThat(Sql.rows(
                        address, "SELECT exchange_ts, price, yes_ask, volume, dollar_volume FROM tickers ORDER BY 1"))
                .containsExactly("2026-08-10 22:52:07.500001+00|0.560000|0.570000|1.00|3.000000", "-|0.560000|-|-|-");
    }

    @Test
    void snapshotsShowTheirLevelsByPrice() throws StoreException, SQLException {
        List<Level> content = List.of(
                new Level(Side.YES, 570_000, 150), new Level(Side.YES, 10_500, 5), new Level(Side.NO, 420_000, 3154));
        ProductionBatch batch = ProductionBatch.empty();
        batch.snapshots()
                .add(new SnapshotRow(
                        "MARKET-A", 0, 1, new Position(1, 7), SnapshotRole.STARTS, TIME, 5, 4, content, TIME));
        batch.snapshots()
                .add(new SnapshotRow(
                        "MARKET-A", 9, 1, new Position(1, 8), SnapshotRole.AGREES, Times.ABSENT, 5, 5, null, TIME));
        batch.snapshots()
                .add(new SnapshotRow(
                        "MARKET-A", 10, 1, new Position(1, 9), SnapshotRole.REPLACES, TIME, 0, 0, List.of(), TIME));
        commit(batch);
        assertThat(
                        Sql.rows(
                                address,
                                "SELECT seq, line, boot, n, role, exchange_ts, book_hash, base_hash, yes, no FROM snapshots ORDER BY n"))
                .containsExactly(
                        "0|1|1|7|starts|2026-08-10 22:52:07.500001+00|5|4|"
                                + "{{0.010500,0.05},{0.570000,1.50}}|{{0.420000,31.54}}",
                        "9|1|1|8|agrees|-|5|5|-|-",
                        "10|1|1|9|replaces|2026-08-10 22:52:07.500001+00|0|0|{}|{}");
    }

    @Test
    void lifecycleKeepsEveryFieldAndOddTextDoesNotSpoilTheView() throws StoreException, SQLException {
        ProductionBatch batch = ProductionBatch.empty();
        batch.lifecycle()
                .add(new LifecycleRow(
                        1,
                        new Lifecycle(
                                "market_lifecycle_v2", "MARKET-A", "created", TIME, "{\"a\":\"\\\"q\\\"\",\"b\":1.50}"),
                        1,
                        TIME));
        batch.lifecycle().add(new LifecycleRow(2, new Lifecycle("x", "nul\0", "x", Times.ABSENT, "no json"), 1, TIME));
        batch.lifecycle()
                .add(new LifecycleRow(3, new Lifecycle("x", "B", "x", Times.ABSENT, "{\"b\":\"\0\"}"), 1, TIME));
        commit(batch);
        assertThat(Sql.rows(
                        address,
                        "SELECT seq, subject, event_type, content ->> 'b', json_typeof(content) FROM lifecycle"))
                .containsExactly("1|MARKET-A|created|1.50|object", "2|nul\\u0000|x|-|string", "3|B|x|-|string");
    }

    @Test
    void runsTellWhatMayBeMissingAndStitchesCloseGaps() throws StoreException, SQLException {
        try (ProductionWriter writer = writer()) {
            ProductionBatch batch = ProductionBatch.empty();
            for (int seq : new int[] {10, 20, 30, 40, 50}) {
                batch.bookRows().add(delta("MARKET-A", seq, TIME + seq));
            }
            batch.runsOpened().add(new RunHead("MARKET-A", 10, 111));
            batch.runsOpened().add(new RunHead("MARKET-A", 30, 333));
            batch.runsOpened().add(new RunHead("MARKET-A", 50, 555));
            batch.marks().add(new Mark("MARKET-A", 20, true, false, false));
            batch.marks().add(new Mark("MARKET-A", 40, false, true, false));
            writer.commit(batch);
            assertThat(runs()).containsExactly("10|20|2|111|20|f", "30|40|2|333|-|t", "50|50|1|555|-|f");

            ProductionBatch next = ProductionBatch.empty();
            next.runsStitched().add(new RowPlace("MARKET-A", 30));
            next.marks().add(new Mark("MARKET-A", 40, false, false, false));
            next.disputed().add(new RowRange("MARKET-A", 10, 20));
            writer.commit(next);
            assertThat(runs()).containsExactly("10|40|4|111|20|t", "50|50|1|555|-|f");
            assertThat(Sql.rows(address, "SELECT seq, verified, disputed FROM store.marks ORDER BY seq"))
                    .containsExactly("10|f|t", "20|t|t");
        }
    }

    @Test
    void voidedRowsLeaveTheirPathAndAreKeptBeside() throws StoreException, SQLException {
        try (ProductionWriter writer = writer()) {
            ProductionBatch batch = ProductionBatch.empty();
            batch.bookRows().add(delta("MARKET-A", 10));
            batch.bookRows().add(delta("MARKET-A", 20));
            batch.runsOpened().add(new RunHead("MARKET-A", 20, 1));
            batch.marks().add(new Mark("MARKET-A", 20, false, true, false));
            writer.commit(batch);
            ProductionBatch next = ProductionBatch.empty();
            next.voided().add(new RowPlace("MARKET-A", 20));
            next.bookRows().add(delta("MARKET-A", 15));
            writer.commit(next);
            assertThat(Sql.rows(address, "SELECT seq FROM orderbook_deltas ORDER BY seq"))
                    .containsExactly("10", "15");
            assertThat(Sql.rows(address, "SELECT seq, batch, voided_batch FROM store.voided_rows"))
                    .containsExactly("20|1|2");
            assertThat(Sql.value(address, "SELECT count(*) FROM store.marks")).isEqualTo("0");
            assertThat(Sql.value(address, "SELECT count(*) FROM store.run_heads"))
                    .isEqualTo("0");

            assertThatThrownBy(() -> writer.commit(next)).isInstanceOf(IllegalStateException.class);
            assertThat(writer.commit(ProductionBatch.empty())).isInstanceOf(Committed.class);
        }
    }

    @Test
    void aMergeFindsAllAgainThatItLeft() throws StoreException {
        LineCursor cursor = cursor(2, 5);
        ProductionBatch batch = ProductionBatch.empty();
        batch.moves().add(move(1, LineCursor.START, cursor));
        batch.bookRows().add(delta("MARKET-A", 10));
        batch.bookRows().add(delta("MARKET-A", 20, Times.ABSENT));
        batch.bookRows().add(replaced("MARKET-A", 30));
        batch.bookRows().add(delta("odd\0market", 10));
        batch.runsOpened().add(new RunHead("MARKET-A", 20, 222));
        batch.marks().add(new Mark("MARKET-A", 20, true, false, true));
        batch.states().add(new MarketState("MARKET-A", new byte[] {1}, null));
        batch.states().add(new MarketState("MARKET-A", new byte[] {2}, null));
        batch.trades().add(trade(41, "t-1", 1));
        batch.trades().add(trade(42, "t-2", 1));
        batch.lifecycle().add(new LifecycleRow(7, new Lifecycle("a", "b", "c", TIME, "{}"), 1, TIME));
        commit(batch);

        try (ProductionReader reader = ProductionReader.open(address, "reader")) {
            Loaded.State state = reader.state();
            assertThat(state.batch()).isEqualTo(1);
            assertThat(state.lines()).containsOnlyKeys(1, 2, 3);
            assertThat(requireNonNull(state.lines().get(1)).cursor()).isEqualTo(cursor);
            assertThat(requireNonNull(state.lines().get(1)).state()).containsExactly(1, 1, 2);
            assertThat(requireNonNull(state.lines().get(3)).cursor()).isEqualTo(LineCursor.START);
            assertThat(state.markets()).containsOnlyKeys("MARKET-A");
            assertThat(state.markets().get("MARKET-A")).containsExactly(2);
            assertThat(state.lastTradeSeq()).isEqualTo(42);
            assertThat(state.lastLifecycleSeq()).isEqualTo(7);
            assertThat(reader.recentTrades(1))
                    .extracting(Loaded.SeenTrade::tradeId)
                    .containsExactly("t-2");

            Map<String, List<Loaded.Row>> rows =
                    reader.rowsBehind(Map.of("MARKET-A", 10L, "odd\0market", 0L, "UNKNOWN", 0L));
            assertThat(rows).containsOnlyKeys("MARKET-A", "odd\0market");
            long received = TIME + 80_000;
            assertThat(rows.get("MARKET-A"))
                    .containsExactly(
                            new Loaded.Row(
                                    20,
                                    false,
                                    delta("MARKET-A", 20, Times.ABSENT).change(),
                                    2,
                                    received,
                                    true,
                                    222,
                                    true,
                                    false,
                                    true),
                            new Loaded.Row(
                                    30,
                                    true,
                                    replaced("MARKET-A", 30).change(),
                                    1,
                                    received,
                                    false,
                                    0,
                                    false,
                                    false,
                                    false));
            assertThat(reader.rowsBefore("MARKET-A", 30, 1))
                    .extracting(Loaded.Row::seq)
                    .containsExactly(20L);
            assertThat(reader.rowsBefore("MARKET-A", 30, 9))
                    .extracting(Loaded.Row::seq)
                    .containsExactly(10L, 20L);
            assertThat(reader.rowsBefore("UNKNOWN", 30, 9)).isEmpty();
        }
    }

    @Test
    void quarantineKeepsWhatTheMergeCouldNotPlace() throws StoreException, SQLException {
        ProductionBatch batch = ProductionBatch.empty();
        batch.quarantined().add(new Quarantined(3, new Position(4, 5), "why\0", "what \\ \uD800"));
        commit(batch);
        assertThat(Sql.rows(address, "SELECT line, boot, n, reason, content FROM store.quarantine"))
                .containsExactly("3|4|5|why\\u0000|what \\ \\ud800");
    }

    @Test
    void snapshotRequestsReachWhoeverWaits() throws StoreException {
        try (ProductionWriter writer = writer();
                SnapshotRequests requests = SnapshotRequests.open(address, "gatherer 1")) {
            assertThat(requests.await(Duration.ofMillis(1))).isEmpty();
            ProductionBatch batch = ProductionBatch.empty();
            batch.snapshotRequests().add("MARKET-A");
            batch.snapshotRequests().add("MARKET-B");
            writer.commit(batch);
            assertThat(requests.await(Duration.ofSeconds(20))).containsExactly("MARKET-A", "MARKET-B");
            assertThat(requests.await(Duration.ofMillis(1))).isEmpty();
        }
    }

    @Test
    void everyViewAndColumnOfTheContractIsExplained() throws StoreException, SQLException {
        writer().close();
        assertThat(
                        Sql.rows(
                                address,
                                "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'v' ORDER BY 1"))
                .containsExactly(
                        "book_checks",
                        "coverage",
                        "coverage_days",
                        "events",
                        "lifecycle",
                        "markets",
                        "orderbook_deltas",
                        "orderbook_replacements",
                        "runs",
                        "series",
                        "snapshots",
                        "tickers",
                        "trades",
                        "volume_checks");
        assertThat(Sql.rows(address, """
                        SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
                        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'v' AND a.attnum > 0
                          AND (col_description(c.oid, a.attnum) IS NULL OR obj_description(c.oid) IS NULL)""")).isEmpty();
    }

    private List<String> runs() throws SQLException {
        return Sql.rows(
                address, "SELECT start_seq, end_seq, rows, base_hash, verified_seq, disputed FROM runs ORDER BY 1");
    }

    private Committed commit(ProductionBatch batch) throws StoreException {
        try (ProductionWriter writer = writer()) {
            return (Committed) writer.commit(batch);
        }
    }

    private ProductionWriter writer() throws StoreException {
        return ProductionWriter.open(address, DEDUPLICATOR, 3, NOW);
    }
}

package trifecta.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import trifecta.market.Side;
import trifecta.testkit.TestDatabase;
import trifecta.testkit.TestPostgres;

/** Bugs that a merge could have, planted into rows that are right, in a real database: each is found by its name. */
class PlantedBugsTest {
    @TempDir
    private Path root;

    /**
     * A bug.
     *
     * @param sql statements that turn right rows into wrong ones; {row} is a row in the middle of a run
     * @param found what must be found and how often; 0: at least once. Nothing else may be found
     */
    record Bug(String name, List<String> sql, Map<Finding, Integer> found) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final String ROW = "market_ticker = 'KXONE-1' AND seq = 60000";

    /** A run begins anew in the middle of what every line had: long before the first fault. */
    private static final List<String> SPLIT = List.of(
            "INSERT INTO runs SELECT market_ticker, 21000, end_seq, (SELECT book_hash FROM orderbook_deltas d"
                    + " WHERE d.market_ticker = 'KXONE-1' AND d.seq = 20000), false FROM runs"
                    + " WHERE market_ticker = 'KXONE-1' AND start_seq = 1000",
            "UPDATE runs SET end_seq = 20000 WHERE market_ticker = 'KXONE-1' AND start_seq = 1000");

    static Stream<Bug> bugs() {
        return Stream.of(
                new Bug(
                        "a row dropped",
                        List.of("DELETE FROM orderbook_deltas WHERE " + ROW),
                        Map.of(
                                Finding.LOST,
                                1,
                                Finding.HIDDEN_GAP,
                                1,
                                Finding.WRONG_STATE,
                                1,
                                Finding.FALSELY_CLAIMED,
                                1)),
                new Bug(
                        "a row doubled",
                        List.of(
                                "INSERT INTO orderbook_deltas SELECT market_ticker, seq + 1, exchange_ts, side, price, delta,"
                                        + " size_after, book_hash FROM orderbook_deltas WHERE " + ROW),
                        Map.of(Finding.DUPLICATED, 1, Finding.WRONG_STATE, 1)),
                new Bug(
                        "a foreign row",
                        List.of(
                                "INSERT INTO orderbook_deltas SELECT market_ticker, seq + 1, exchange_ts, side, 0.77, delta,"
                                        + " size_after, book_hash FROM orderbook_deltas WHERE " + ROW),
                        Map.of(Finding.UNEXPECTED, 1, Finding.WRONG_STATE, 1)),
                new Bug(
                        "a row of the other market",
                        List.of(
                                "INSERT INTO orderbook_deltas SELECT 'KXTWO-2', seq + 1, exchange_ts, side, price, delta,"
                                        + " size_after, book_hash FROM orderbook_deltas WHERE " + ROW),
                        Map.of(Finding.UNEXPECTED, 1, Finding.WRONG_STATE, 0, Finding.TIME_BACKWARDS, 0)),
                new Bug(
                        "two rows swapped",
                        List.of("UPDATE orderbook_deltas SET seq = CASE seq WHEN 60000 THEN 61000 ELSE 60000 END"
                                + " WHERE market_ticker = 'KXONE-1' AND seq IN (60000, 61000)"),
                        Map.of(Finding.REORDERED, 1, Finding.WRONG_STATE, 0, Finding.TIME_BACKWARDS, 0)),
                new Bug(
                        "deltas keyed by time",
                        List.of("DELETE FROM orderbook_deltas late USING orderbook_deltas early"
                                + " WHERE late.market_ticker = early.market_ticker AND late.seq > early.seq"
                                + " AND late.exchange_ts = early.exchange_ts AND late.side = early.side"
                                + " AND late.price = early.price"),
                        Map.of(
                                Finding.LOST,
                                0,
                                Finding.HIDDEN_GAP,
                                0,
                                Finding.WRONG_STATE,
                                0,
                                Finding.FALSELY_CLAIMED,
                                0)),
                new Bug(
                        "a union at a fork",
                        List.of(
                                "INSERT INTO orderbook_deltas SELECT late.market_ticker, late.seq + 1, late.exchange_ts, late.side,"
                                        + " late.price, late.delta, late.size_after - lost.delta, late.book_hash + 1"
                                        + " FROM orderbook_deltas late, orderbook_deltas lost"
                                        + " WHERE lost.market_ticker = 'KXONE-1' AND lost.seq = 60000"
                                        + " AND late.market_ticker = 'KXONE-1' AND late.seq > 60000"
                                        + " AND late.side = lost.side AND late.price = lost.price"),
                        Map.of(Finding.DUPLICATED, 0, Finding.WRONG_STATE, 0)),
                new Bug(
                        "a cursor past unread rows",
                        List.of("DELETE FROM orderbook_deltas WHERE market_ticker = 'KXONE-1'"
                                + " AND seq BETWEEN 50000 AND 69000"),
                        Map.of(
                                Finding.LOST,
                                20,
                                Finding.HIDDEN_GAP,
                                1,
                                Finding.WRONG_STATE,
                                0,
                                Finding.FALSELY_CLAIMED,
                                0)),
                new Bug(
                        "a size_after wrong",
                        List.of("UPDATE orderbook_deltas SET size_after = size_after + 1 WHERE " + ROW),
                        Map.of(Finding.WRONG_STATE, 1)),
                new Bug(
                        "a book_hash wrong",
                        List.of("UPDATE orderbook_deltas SET book_hash = book_hash + 1 WHERE " + ROW),
                        Map.of(Finding.WRONG_STATE, 2)),
                new Bug(
                        "a gap hidden",
                        List.of(
                                "UPDATE runs SET end_seq = (SELECT max(end_seq) FROM runs WHERE market_ticker = 'KXONE-1')"
                                        + " WHERE market_ticker = 'KXONE-1'",
                                "DELETE FROM runs WHERE market_ticker = 'KXONE-1' AND start_seq >"
                                        + " (SELECT min(start_seq) FROM runs WHERE market_ticker = 'KXONE-1')"),
                        Map.of(Finding.HIDDEN_GAP, 1, Finding.WRONG_STATE, 0)),
                new Bug(
                        "a run that stands on another book",
                        List.of("UPDATE runs SET base_hash = base_hash + 1 WHERE market_ticker = 'KXONE-1'"
                                + " AND start_seq > 1000"),
                        Map.of(Finding.WRONG_STATE, 1)),
                new Bug(
                        "rows that no run covers",
                        List.of("UPDATE runs SET end_seq = 50000 WHERE market_ticker = 'KXONE-1' AND start_seq = 1000"),
                        Map.of(Finding.HIDDEN_GAP, 1)),
                new Bug(
                        "a time changed",
                        List.of(
                                "UPDATE orderbook_deltas SET exchange_ts = exchange_ts + interval '1 microsecond' WHERE "
                                        + ROW),
                        Map.of(
                                Finding.LOST,
                                1,
                                Finding.UNEXPECTED,
                                1,
                                Finding.HIDDEN_GAP,
                                1,
                                Finding.FALSELY_CLAIMED,
                                1)),
                new Bug(
                        "an emptied book forgotten",
                        List.of("DELETE FROM orderbook_replacements WHERE market_ticker = 'KXONE-1'"),
                        Map.of(Finding.LOST, 1)),
                new Bug(
                        "a trade keyed with its time",
                        List.of(
                                "INSERT INTO trades SELECT trade_id, market_ticker, exchange_ts + interval '321 microseconds',"
                                        + " yes_price, count, taker_side, 'rest', seq + 100000 FROM trades"
                                        + " WHERE seq = (SELECT min(seq) FROM trades)"),
                        Map.of(Finding.DUPLICATED, 1)),
                new Bug(
                        "a trade dropped",
                        List.of("DELETE FROM trades WHERE seq = (SELECT min(seq) FROM trades)"),
                        Map.of(Finding.LOST, 1)),
                new Bug(
                        "a foreign trade",
                        List.of("UPDATE trades SET trade_id = 'other' WHERE seq = (SELECT min(seq) FROM trades)"),
                        Map.of(Finding.LOST, 1, Finding.UNEXPECTED, 1)),
                new Bug(
                        "a trade with another price",
                        List.of("UPDATE trades SET yes_price = 0.41 WHERE seq = (SELECT min(seq) FROM trades)"),
                        Map.of(Finding.WRONG_CONTENT, 1)),
                new Bug(
                        "trades in another order",
                        List.of("UPDATE trades SET seq = 100000 WHERE seq = (SELECT min(seq) FROM trades)"),
                        Map.of(Finding.REORDERED, 1)),
                new Bug(
                        "a gap that the ledger claims to have",
                        List.of("UPDATE coverage SET state = 'received' WHERE state = 'gap'"),
                        Map.of(Finding.FALSELY_CLAIMED, 0)),
                new Bug(
                        "a gap that the ledger does not know",
                        List.of("DELETE FROM coverage WHERE state = 'gap'"),
                        Map.of(Finding.NOT_IN_LEDGER, 0)),
                new Bug("a needless gap", SPLIT, Map.of(Finding.NEEDLESS_GAP, 1)),
                new Bug(
                        "a needless dispute",
                        List.of(
                                SPLIT.get(0),
                                SPLIT.get(1),
                                "UPDATE runs SET disputed = true WHERE market_ticker = 'KXONE-1' AND end_seq = 20000"),
                        Map.of(Finding.NEEDLESS_GAP, 1, Finding.NEEDLESS_DISPUTE, 1)),
                new Bug(
                        "a ticker dropped",
                        List.of("DELETE FROM tickers WHERE price = (SELECT min(price) FROM tickers)"),
                        Map.of(Finding.LOST, 1)),
                new Bug(
                        "a foreign ticker",
                        List.of(
                                "UPDATE tickers SET volume = volume + 1 WHERE price = (SELECT min(price) FROM tickers)"),
                        Map.of(Finding.LOST, 1, Finding.UNEXPECTED, 1)),
                new Bug(
                        "a ticker doubled",
                        List.of(
                                "INSERT INTO tickers SELECT * FROM tickers WHERE price = (SELECT min(price) FROM tickers)"),
                        Map.of(Finding.DUPLICATED, 1)),
                new Bug(
                        "a lifecycle event dropped",
                        List.of("DELETE FROM lifecycle WHERE seq = (SELECT min(seq) FROM lifecycle)"),
                        Map.of(Finding.LOST, 1)),
                new Bug(
                        "a lifecycle event doubled",
                        List.of(
                                "INSERT INTO lifecycle SELECT seq + 1, type, subject, event_type, content FROM lifecycle"),
                        Map.of(Finding.DUPLICATED, 0)),
                new Bug(
                        "a lifecycle event changed",
                        List.of("UPDATE lifecycle SET content = '{\"market_ticker\":\"KXONE-1\"}'"
                                + " WHERE seq = (SELECT min(seq) FROM lifecycle)"),
                        Map.of(Finding.LOST, 1, Finding.UNEXPECTED, 1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bugs")
    void isFoundByName(Bug bug) throws Exception {
        World world = new World(5);
        try (Connection connection = database(world).connect()) {
            try (Statement statement = connection.createStatement()) {
                for (String sql : bug.sql()) {
                    assertThat(statement.executeUpdate(sql)).as(sql).isPositive();
                }
            }
            Verdict verdict = verdict(world, connection);
            Tally total = verdict.total();
            for (Finding finding : Finding.values()) {
                long times = total.of(finding);
                Integer expected = bug.found().getOrDefault(finding, -1);
                String what = bug.name() + ": " + finding + " in\n" + String.join("\n", verdict.lines());
                if (expected == 0) {
                    assertThat(times).as(what).isPositive();
                } else {
                    assertThat(times).as(what).isEqualTo(Math.max(0, expected));
                }
            }
            assertThat(verdict.isClean()).isFalse();
        }
    }

    @Test
    void rightRowsAreClean() throws Exception {
        for (long seed = 1; seed <= 5; seed++) {
            World world = new World(seed);
            try (Connection connection = database(world).connect()) {
                Verdict verdict = verdict(world, connection);
                assertThat(verdict.isClean())
                        .as("seed %d:%n%s", seed, String.join("\n", verdict.lines()))
                        .isTrue();
                assertThat(verdict.lines().getLast())
                        .isEqualTo("lost 0, duplicated 0, unexpected 0, reordered 0, falsely claimed 0");
                assertThat(verdict.total().of(Remark.IN_FLIGHT)).isEqualTo(world.inFlight);
                assertThat(verdict.total().of(Remark.SENT_TO_NOBODY)).isEqualTo(world.sentToNobody);
            }
        }
    }

    private Verdict verdict(World world, Connection connection) throws Exception {
        Path folder = Files.createTempDirectory(root, "record");
        Files.write(folder.resolve("exchange-20260810T190000Z.record"), world.record);
        return Comparison.of(RecordReader.read(folder), ProductionReader.read(connection));
    }

    private static TestDatabase database(World world) throws Exception {
        TestDatabase database = TestPostgres.shared().database("check");
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    CREATE TABLE orderbook_deltas (market_ticker text, seq bigint, exchange_ts timestamptz, side text,
                        price numeric(12, 6), delta numeric(20, 2), size_after numeric(20, 2), book_hash bigint);
                    CREATE TABLE orderbook_replacements (market_ticker text, seq bigint, exchange_ts timestamptz,
                        book_hash bigint);
                    CREATE TABLE runs (market_ticker text, start_seq bigint, end_seq bigint, base_hash bigint,
                        disputed boolean);
                    CREATE TABLE coverage (market_ticker text, channel text, state text, from_ts timestamptz,
                        to_ts timestamptz);
                    CREATE TABLE trades (trade_id text, market_ticker text, exchange_ts timestamptz,
                        yes_price numeric(12, 6), count numeric(20, 2), taker_side text, source text, seq bigint);
                    CREATE TABLE tickers (market_ticker text, exchange_ts timestamptz, price numeric(12, 6),
                        yes_bid numeric(12, 6), yes_ask numeric(12, 6), volume numeric(20, 2),
                        open_interest numeric(20, 2), dollar_volume numeric(24, 6),
                        dollar_open_interest numeric(24, 6), yes_bid_size numeric(20, 2),
                        yes_ask_size numeric(20, 2), last_trade_size numeric(20, 2));
                    CREATE TABLE lifecycle (seq bigint, type text, subject text, event_type text, content json)""");
            String time = "timestamptz 'epoch' + ?::bigint * interval '1 microsecond'";
            insert(
                    connection,
                    "orderbook_deltas VALUES (?, ?, " + time + ", ?, ? / 1e6, ? / 1e2, ? / 1e2, ?)",
                    world.deltas.stream().map(row -> new Object[] {
                        row.market(),
                        row.seq(),
                        row.micros(),
                        word(row.side()),
                        row.price(),
                        row.delta(),
                        row.sizeAfter(),
                        row.hash()
                    }));
            insert(
                    connection,
                    "orderbook_replacements VALUES (?, ?, NULL, ?)",
                    world.replacements.stream().map(row -> new Object[] {row.market(), row.seq(), row.hash()}));
            insert(
                    connection,
                    "runs VALUES (?, ?, ?, ?, false)",
                    world.runs().stream()
                            .map(row -> new Object[] {row.market(), row.startSeq(), row.endSeq(), row.baseHash()}));
            insert(
                    connection,
                    "coverage VALUES (?, 'orderbook', ?, " + time + ", " + time + ")",
                    World.MARKETS.stream()
                            .flatMap(market -> Stream.of(
                                    new Object[] {market, "received", World.EPOCH_MICROS - 1, world.breakMicros},
                                    new Object[] {market, "gap", world.breakMicros, world.returnMicros},
                                    new Object[] {market, "received", world.returnMicros, null})));
            insert(
                    connection,
                    "trades VALUES (?, ?, " + time + ", ? / 1e6, ? / 1e2, ?, 'websocket', ?)",
                    world.trades.stream().map(row -> new Object[] {
                        row.id(), row.market(), row.micros(), row.yesPrice(), row.count(), word(row.taker()), row.seq()
                    }));
            insert(
                    connection,
                    "tickers VALUES (?, " + time + ", ? / 1e6, 0.1, 0.9, 12.5, NULL, 7, NULL, 1, 2, 3.25)",
                    world.tickers.stream().map(row -> new Object[] {row.market(), row.micros(), row.price()}));
            insert(
                    connection,
                    "lifecycle VALUES (?, ?, ?, ?, ?::json)",
                    world.lifecycles.stream().map(row ->
                            new Object[] {row.seq(), row.type(), row.subject(), row.eventType(), row.content()}));
        }
        return database;
    }

    private static void insert(Connection connection, String into, Stream<Object[]> rows) throws Exception {
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO " + into)) {
            for (Object[] row : rows.toList()) {
                for (int i = 0; i < row.length; i++) {
                    statement.setObject(i + 1, row[i]);
                }
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static String word(Side side) {
        return side == Side.YES ? "yes" : "no";
    }
}

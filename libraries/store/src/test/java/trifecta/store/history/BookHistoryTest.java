package trifecta.store.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import trifecta.market.Times;
import trifecta.store.Addresses;
import trifecta.store.DatabaseAddress;
import trifecta.store.Sql;
import trifecta.store.StoreException;
import trifecta.store.history.BookAnswer.Gap;
import trifecta.store.history.BookAnswer.Known;
import trifecta.store.history.BookAnswer.NoMarket;
import trifecta.store.history.BookAnswer.NotYet;
import trifecta.store.history.BookAnswer.Unproven;
import trifecta.store.history.Checkpoints.Stretch;
import trifecta.store.history.LedgerWord.Channel;
import trifecta.store.history.LedgerWord.State;
import trifecta.store.history.ModelPath.ModelBook;
import trifecta.store.history.ModelPath.ModelRow;
import trifecta.store.history.ModelPath.ModelSnapshot;
import trifecta.store.production.ProductionBatch;
import trifecta.store.production.ProductionWriter;

/** Books of the past from a real production, compared with books that a model kept whole at every row. */
class BookHistoryTest {
    private static final InstantSource NOW = InstantSource.fixed(Instant.parse("2026-08-10T23:00:00Z"));
    private static final String MARKET = "MARKET-A";
    private static final int SPACING = 7;

    private final DatabaseAddress address = Addresses.fresh("history");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void theBookAtAnyInstantIsTheOneThatThePathHadThen(long seed) throws Exception {
        RandomGenerator random = new SplittableRandom(seed);
        ModelPath path = new ModelPath(MARKET, random);
        try (ProductionWriter writer = production();
                Checkpoints checkpoints = Checkpoints.open(address, "checkpoints", SPACING);
                BookHistory history = BookHistory.open(address, "history")) {
            for (int round = 0; round < 60; round++) {
                if (round > 0 && random.nextInt(4) == 0) {
                    path.decideFork();
                }
                for (int events = random.nextInt(1, 20); events > 0; events--) {
                    path.happen();
                }
                writer.commit(path.takeBatch());
                if (random.nextInt(3) == 0) {
                    checkpoints.extend(new Stretch(
                            MARKET,
                            random.nextLong(1L << 50, path.rows.getLast().seq()),
                            Long.MAX_VALUE));
                }
                for (int instants = 0; instants < 12; instants++) {
                    long micros = instant(path, random);
                    assertThat(brief(history.bookAt(MARKET, micros)))
                            .as("at %d, seed %d, round %d", micros, seed, round)
                            .isEqualTo(expected(path, micros));
                }
            }
            assertThat(count("SELECT count(*) FROM store.checkpoints")).isGreaterThan(20);
            assertThat(count("SELECT count(*) FROM store.voided_rows")).isPositive();
            path.end();
            writer.commit(path.takeBatch());
            ModelRow last = path.rows.getLast();
            assertThat(brief(history.latest(MARKET, last.micros() + 1))).isEqualTo(expected(path, Long.MAX_VALUE / 2));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void checkpointsAreTheBooksOfTheirRowsAndComeOften(long seed) throws Exception {
        RandomGenerator random = new SplittableRandom(seed);
        ModelPath path = new ModelPath(MARKET, random);
        for (int events = 0; events < 600; events++) {
            path.happen();
        }
        try (ProductionWriter writer = production();
                Checkpoints checkpoints = Checkpoints.open(address, "checkpoints", SPACING)) {
            writer.commit(path.takeBatch());
            int made = checkpoints.extend(new Stretch(MARKET, Long.MIN_VALUE, Long.MAX_VALUE));
            assertThat(made).isGreaterThan(20);
            assertThat(checkpoints.extend(new Stretch(MARKET, Long.MIN_VALUE, Long.MAX_VALUE)))
                    .as("what is there is not made again")
                    .isZero();
            List<String> stored = Sql.rows(address, "SELECT seq, book_hash FROM store.checkpoints ORDER BY seq");
            assertThat(stored).hasSize(made);
            List<String> rows = path.rows.stream()
                    .filter(row -> row.exchangeMicros() != Times.ABSENT)
                    .map(row -> row.seq() + "|" + row.after().hash())
                    .toList();
            assertThat(rows).containsAll(stored);
            try (BookHistory history = BookHistory.open(address, "history")) {
                Sql.execute(address, "TRUNCATE store.snapshots");
                for (ModelRow row : path.rows) {
                    if (stored.contains(row.seq() + "|" + row.after().hash()) && isAlone(path, row)) {
                        assertThat(brief(history.bookAt(MARKET, row.exchangeMicros())))
                                .as("from the checkpoint alone")
                                .endsWith(brief(row.after(), row.seq()));
                    }
                }
            }
        }
    }

    @Test
    void aCheckpointThatLiesIsNotBelieved() throws Exception {
        ModelPath path = new ModelPath(MARKET, new SplittableRandom(21));
        while (path.rows.size() < 30) {
            path.happen();
        }
        try (ProductionWriter writer = production();
                BookHistory history = BookHistory.open(address, "history")) {
            writer.commit(path.takeBatch());
            Sql.execute(
                    address,
                    "INSERT INTO store.checkpoints SELECT market_key, seq, coalesce(exchange_ts, received_ts), now(), book_hash,"
                            + " '{500000}', '{100}', '{}', '{}' FROM store.book_rows");
            for (ModelRow row : path.rows) {
                assertThat(brief(history.bookAt(MARKET, row.micros()))).isEqualTo(expected(path, row.micros()));
            }
        }
    }

    @Test
    void whatIsVoidedLosesItsCheckpoint() throws Exception {
        RandomGenerator random = new SplittableRandom(31);
        ModelPath path = new ModelPath(MARKET, random);
        try (ProductionWriter writer = production();
                Checkpoints checkpoints = Checkpoints.open(address, "checkpoints", 1)) {
            for (int round = 0; round < 120; round++) {
                if (round % 3 == 2) {
                    path.decideFork();
                }
                path.happen();
                writer.commit(path.takeBatch());
                checkpoints.extend(new Stretch(MARKET, Long.MIN_VALUE, Long.MAX_VALUE));
            }
        }
        assertThat(count("SELECT count(*) FROM store.voided_rows")).isPositive();
        assertThat(Sql.rows(address, """
                SELECT seq FROM store.checkpoints c WHERE NOT EXISTS (
                    SELECT FROM store.book_rows r WHERE r.seq = c.seq AND r.book_hash = c.book_hash)""")).isEmpty();
    }

    @Test
    void theLedgerHasTheLastWord() throws Exception {
        ModelPath path = new ModelPath(MARKET, new SplittableRandom(41));
        while (path.rows.size() < 12) {
            path.happen();
        }
        try (ProductionWriter writer = production();
                BookHistory history = BookHistory.open(address, "history")) {
            writer.commit(path.takeBatch());
            ModelRow row = path.rows.getLast();
            long last = row.micros();
            ModelBook seen = path.snapshot(last + 1_900);
            writer.commit(path.takeBatch());
            ledger("received", last - 1, last + 1_000, null);
            ledger("gap", last + 1_000, last + 2_000, "cut");
            ledger("verified", last + 2_000, last + 3_000, null);
            ledger("provisional", last + 3_000, null, null);

            assertThat(word(history.bookAt(MARKET, last + 999))).isEqualTo("Known received");
            assertThat(word(history.bookAt(MARKET, last + 1_000))).isEqualTo("Gap cut with a book");
            assertThat(word(history.latest(MARKET, last + 1_999))).isEqualTo("Gap cut with a book");
            assertThat(brief(history.bookAt(MARKET, last + 1_999)))
                    .isEqualTo("gap behind " + brief(row.after(), row.seq()));
            assertThat(word(history.bookAt(MARKET, last + 2_000))).isEqualTo("Known verified");
            assertThat(brief(history.bookAt(MARKET, last + 2_000)))
                    .as("what happened in the gap nobody knows, but the book behind it")
                    .isEqualTo(brief(seen, BookState.NO_SEQ));
            assertThat(word(history.bookAt(MARKET, last + 9_000))).isEqualTo("Known provisional");
            assertThat(history.words(MARKET, Channel.ORDERBOOK, last + 1_500, last + 2_000))
                    .extracting(LedgerWord.Word::state)
                    .containsExactly(State.GAP, State.VERIFIED);
            assertThat(history.lastWord(MARKET, Channel.ORDERBOOK, last + 2_000))
                    .map(LedgerWord.Word::state)
                    .hasValue(State.GAP);
            assertThat(history.words(MARKET, Channel.TRADE, 0, last)).isEmpty();
        }
    }

    @Test
    void aMarketWithoutARowHasTheBookOfItsSnapshot() throws Exception {
        ModelPath path = new ModelPath(MARKET, new SplittableRandom(51));
        path.happen();
        try (ProductionWriter writer = production();
                BookHistory history = BookHistory.open(address, "history")) {
            ProductionBatch batch = path.takeBatch();
            batch.bookRows().clear();
            batch.runsOpened().clear();
            writer.commit(batch);
            ModelSnapshot snapshot = path.snapshots.getFirst();
            assertThat(brief(history.bookAt(MARKET, snapshot.receivedMicros() + 5)))
                    .isEqualTo(brief(snapshot.content(), BookState.NO_SEQ));
            assertThat(history.bookAt(MARKET, snapshot.receivedMicros() - 1))
                    .isEqualTo(new NotYet(snapshot.receivedMicros()));
            assertThat(history.latest("MARKET-B", 0)).isEqualTo(new NoMarket());
        }
    }

    @Test
    void withoutAnythingToBeginWithItIsSaidThatNothingIsProven() throws Exception {
        ModelPath path = new ModelPath(MARKET, new SplittableRandom(61));
        while (path.rows.size() < 10) {
            path.happen();
        }
        try (ProductionWriter writer = production();
                BookHistory history = BookHistory.open(address, "history")) {
            writer.commit(path.takeBatch());
            ModelRow last = path.rows.getLast();
            Sql.execute(
                    address,
                    "UPDATE store.snapshots SET yes_prices = yes_prices || 990000, yes_sizes = yes_sizes || 100::bigint");
            assertThat(history.latest(MARKET, last.micros())).isInstanceOf(Unproven.class);
        }
    }

    private long instant(ModelPath path, RandomGenerator random) {
        ModelRow row = path.rows.get(random.nextInt(path.rows.size()));
        ModelSnapshot snapshot = path.snapshots.get(random.nextInt(path.snapshots.size()));
        return switch (random.nextInt(6)) {
            case 4 -> snapshot.receivedMicros();
            case 5 -> snapshot.receivedMicros() - 1;
            case 0 -> row.micros();
            case 1 -> row.micros() - 1;
            case 2 -> row.micros() + random.nextInt(200_000);
            default ->
                ModelPath.BEGIN
                        + random.nextLong(-1_000_000, path.rows.getLast().micros() - ModelPath.BEGIN + 1_000_000);
        };
    }

    /** What has to be answered, from whole books; the ledger says nothing. */
    private static String expected(ModelPath path, long micros) {
        int last = -1;
        for (int i = 0; i < path.rows.size(); i++) {
            ModelRow row = path.rows.get(i);
            if (row.exchangeMicros() != Times.ABSENT && row.exchangeMicros() > micros) {
                break;
            }
            last = row.micros() <= micros ? i : last;
        }
        ModelRow row = last < 0 ? null : path.rows.get(last);
        ModelRow next = last + 1 < path.rows.size() ? path.rows.get(last + 1) : null;
        ModelBook base = next == null ? null : next.base();
        if (base != null) {
            long behind = row == null ? 0 : row.micros();
            Optional<ModelSnapshot> seen = path.snapshots.stream()
                    .filter(snapshot ->
                            snapshot.base().equals(base) && snapshot.content().equals(base))
                    .filter(snapshot -> snapshot.receivedMicros() > behind && snapshot.receivedMicros() <= micros)
                    .findAny();
            if (seen.isPresent()) {
                return brief(base, BookState.NO_SEQ);
            }
            if (row == null) {
                return path.snapshots.stream().anyMatch(snapshot -> snapshot.receivedMicros() <= micros)
                        ? "gap without a book"
                        : "not yet";
            }
        }
        if (row == null) {
            throw new IllegalStateException("the first row opens a run");
        }
        boolean isGap = base != null || (next == null && row.ended());
        return (isGap ? "gap behind " : "") + brief(row.after(), row.seq());
    }

    private static String brief(BookAnswer answer) {
        return switch (answer) {
            case Known known -> brief(known.book());
            case Gap gap ->
                gap.lastKnown().map(book -> "gap behind " + brief(book)).orElse("gap without a book");
            case NotYet _ -> "not yet";
            case Unproven _, NoMarket _ -> answer.toString();
        };
    }

    private static String brief(BookState book) {
        return book.seq() + " " + book.hash() + " " + book.levels();
    }

    private static String brief(ModelBook book, long seq) {
        return seq + " " + book.hash() + " " + book.levels();
    }

    private static String word(BookAnswer answer) {
        return switch (answer) {
            case Known known ->
                "Known " + known.word().map(word -> word.state().word()).orElse("");
            case Gap gap -> "Gap " + gap.reason() + (gap.lastKnown().isPresent() ? " with a book" : "");
            default -> answer.toString();
        };
    }

    private static boolean isAlone(ModelPath path, ModelRow row) {
        return path.rows.stream()
                        .filter(other -> other.micros() == row.micros())
                        .count()
                == 1;
    }

    /** Production, with a ledger that the test writes. */
    private ProductionWriter production() throws StoreException, SQLException {
        ProductionWriter writer = ProductionWriter.open(address, "deduplicator", 3, NOW);
        Sql.execute(
                address,
                "DROP VIEW public.coverage CASCADE",
                "CREATE TABLE public.coverage (market_ticker text, channel text, state text, from_ts timestamptz,"
                        + " to_ts timestamptz, reason text)");
        return writer;
    }

    private void ledger(String state, long from, @Nullable Long until, @Nullable String reason) throws SQLException {
        Sql.execute(
                address,
                "INSERT INTO public.coverage VALUES ('" + MARKET + "', 'orderbook', '" + state + "', " + time(from)
                        + ", "
                        + (until == null ? "'infinity'" : time(until)) + ", "
                        + (reason == null ? "NULL" : "'" + reason + "'") + ")");
    }

    private static String time(long micros) {
        return "timestamptz 'epoch' + " + micros + " * interval '1 microsecond'";
    }

    private long count(String query) throws SQLException {
        return Long.parseLong(Sql.value(address, query));
    }
}

package trifecta.deduplicator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import trifecta.deduplicator.Happening.Event;
import trifecta.deduplicator.Tape.Outage;
import trifecta.market.Book;
import trifecta.market.BookChange;
import trifecta.market.BreakReason;
import trifecta.market.Lifecycle;
import trifecta.market.LineEvent;
import trifecta.market.Position;
import trifecta.market.Side;
import trifecta.market.Trade;
import trifecta.store.StoreException;

/** Sessions on real databases: whatever happens to lines and sessions, production has each event once. */
class SessionTest {
    private static final String DELTAS = """
            SELECT market_ticker, side, (price * 1000000)::int, (delta * 100)::int, (size_after * 100)::int, book_hash,
                   (extract(epoch FROM exchange_ts) * 1000000)::bigint
            FROM orderbook_deltas ORDER BY market_ticker COLLATE "C", seq""";
    private static final String REPLACEMENTS =
            "SELECT market_ticker FROM orderbook_replacements ORDER BY market_ticker COLLATE \"C\"";
    private static final String TRADES =
            "SELECT market_ticker, trade_id FROM trades ORDER BY market_ticker COLLATE \"C\", seq";
    private static final String LIFECYCLE =
            "SELECT subject, event_type, content FROM lifecycle ORDER BY subject COLLATE \"C\", seq";

    private static final String GAPS = """
            SELECT r.market_ticker, d.book_hash FROM runs r
            JOIN orderbook_deltas d ON d.market_ticker = r.market_ticker AND d.seq = r.start_seq""";

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everyEventIsWrittenOnceWhileLinesBreakAndSessionsEndAnywhere(long seed) throws Exception {
        RandomGenerator random = new SplittableRandom(seed);
        Happening happening = new Happening(seed, 12, 2_400);
        List<Tape> tapes = new ArrayList<>();
        List<List<Outage>> plans = new ArrayList<>();
        for (int line = 0; line < 3; line++) {
            plans.add(outages(line, random));
            tapes.add(new Tape(happening, seed * 10 + line, plans.get(line)));
        }
        try (MergeStage stage = new MergeStage(3)) {
            deliver(stage, tapes, random);
            stage.mergeUpTo(ends(tapes));

            assertMerged(stage, happening.events);
            assertThat(gaps(happening, plans))
                    .as("gaps where a line had both neighbours, seed %d", seed)
                    .containsAll(stage.query(GAPS));
            assertThat(stage.query("SELECT reason FROM store.quarantine")).isEmpty();
            assertThat(stage.query("SELECT market_ticker FROM runs WHERE disputed"))
                    .as("rows that wait when a span ends leave a doubt, even when another line brings them later")
                    .hasSizeLessThanOrEqualTo(1);
            assertThat(stage.progress.status()).containsEntry("openGaps", 0L);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8})
    void linesWithShiftedAndCutStampsMergeAlike(long seed) throws Exception {
        RandomGenerator random = new SplittableRandom(seed);
        Happening happening = new Happening(seed, 12, 2_400);
        List<LongUnaryOperator> stamps =
                List.of(micros -> micros, micros -> micros + 7_345, micros -> micros / 1_000 * 1_000);
        List<Tape> tapes = new ArrayList<>();
        for (int line = 0; line < 3; line++) {
            tapes.add(new Tape(happening, seed * 10 + line, outages(line, random), stamps.get(line)));
        }
        try (MergeStage stage = new MergeStage(3)) {
            deliver(stage, tapes, random);
            stage.mergeUpTo(ends(tapes));

            assertThat(withoutTimes(stage.query(DELTAS)))
                    .as("changes, seed %d", seed)
                    .isEqualTo(withoutTimes(byMarket(changes(happening.events))));
            assertThat(stage.query(REPLACEMENTS)).hasSize(6).doesNotHaveDuplicates();
            assertThat(stage.query("SELECT reason FROM store.quarantine")).isEmpty();
        }
    }

    private static List<String> withoutTimes(List<String> rows) {
        return rows.stream().map(row -> row.substring(0, row.lastIndexOf(' '))).toList();
    }

    @Test
    void whatNoLineHadIsAGapAndNothingElseIs() throws Exception {
        Happening happening = new Happening(77, 4, 1_500);
        List<Tape> tapes = List.of(
                new Tape(happening, 1, List.of(new Outage(600, 900, false))),
                new Tape(happening, 2, List.of(new Outage(500, 1_000, true))));
        try (MergeStage stage = new MergeStage(2)) {
            deliver(stage, tapes, new SplittableRandom(77));
            stage.mergeUpTo(ends(tapes));

            List<Event> had = new ArrayList<>(happening.events.subList(0, 600));
            had.addAll(happening.events.subList(900, happening.events.size()));
            assertMerged(stage, had);
            assertThat(stage.query("SELECT market_ticker, count(*) FROM runs GROUP BY 1 ORDER BY 1"))
                    .containsExactly("MARKET-0 2", "MARKET-1 2", "MARKET-2 2", "MARKET-3 2");
        }
    }

    @Test
    void aSessionThatWasOvertakenWritesNothingMoreAndSaysSo() throws Exception {
        Happening happening = new Happening(5, 3, 900);
        Tape tape = new Tape(happening, 5, List.of());
        List<LineEvent> rows = tape.boots.getFirst().events();
        try (MergeStage stage = new MergeStage(1)) {
            stage.append(0, 1, rows.subList(0, 300));
            stage.mergeUpTo(List.of(new Position(1, 300)));
            try (Session former = stage.takeOver()) {
                stage.append(0, 1, rows.subList(300, 600));
                stage.mergeUpTo(List.of(new Position(1, 600)));
                stage.append(0, 1, rows.subList(600, rows.size()));
                writesNothingMore(former);
            }
            stage.mergeUpTo(ends(List.of(tape)));
            assertMerged(stage, happening.events);
        }
    }

    /** Production says so, or has ended the connection already, which the driver tells in many words. */
    private static void writesNothingMore(Session former) throws InterruptedException {
        try {
            boolean current = true;
            while (current) {
                current = former.step();
            }
        } catch (StoreException e) {
            assertThat(e.passing()).as(e.getMessage()).isTrue();
        }
    }

    @Test
    void aLineThatWasRebuiltIsReadAnewAndNothingIsDoubled() throws Exception {
        Happening happening = new Happening(6, 3, 900);
        Tape steady = new Tape(happening, 1, List.of());
        Tape rebuilt = new Tape(happening, 2, List.of());
        try (MergeStage stage = new MergeStage(2)) {
            List<LineEvent> all = rebuilt.boots.getFirst().events();
            stage.append(0, 1, steady.boots.getFirst().events());
            stage.append(1, 1, all.subList(0, 500));
            stage.mergeUpTo(List.of(new Position(1, steady.lastN()), new Position(1, 500)));
            stage.rebuild(1);
            stage.append(1, 1, all);
            stage.mergeUpTo(ends(List.of(steady, rebuilt)));

            assertMerged(stage, happening.events);
            assertThat(
                            stage.query(
                                    "SELECT line, count(*) FROM store.quarantine WHERE reason LIKE 'line read anew%' GROUP BY 1"))
                    .containsExactly("2 1");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLineOutOfReachKeepsNoRowsInMemoryAndGoesOnWhenItIsBack(boolean restarted) throws Exception {
        Happening happening = new Happening(8, 3, 6_000, 20);
        Tape steady = new Tape(happening, 1, List.of(new Outage(5_000, 5_100, false)));
        Tape away = new Tape(happening, 2, List.of());
        List<LineEvent> rows = steady.boots.getFirst().events();
        List<LineEvent> late = away.boots.getFirst().events();
        try (MergeStage stage = new MergeStage(2)) {
            stage.append(0, 1, rows.subList(0, 1_000));
            stage.append(1, 1, late.subList(0, 1_000));
            stage.mergeUpTo(List.of(new Position(1, 1_000), new Position(1, 1_000)));
            stage.append(0, 1, rows.subList(1_000, 4_500));
            stage.mergeUpTo(List.of(new Position(1, 4_500), new Position(1, 1_000)));
            assertThat(rowsInMemory(stage)).isGreaterThan(MergeStage.ROWS_IN_MEMORY);

            stage.pass(Duration.ofMinutes(2));
            stage.mergeUpTo(List.of(new Position(1, 4_500), new Position(1, 1_000)));
            assertThat(rowsInMemory(stage))
                    .as("rows in memory, though no line has moved since")
                    .isLessThan(MergeStage.ROWS_IN_MEMORY);
            if (restarted) {
                stage.closeSession();
            }
            stage.append(0, 1, rows.subList(4_500, rows.size()));
            stage.append(1, 1, late.subList(1_000, late.size()));
            stage.mergeUpTo(ends(List.of(steady, away)));

            assertMerged(stage, happening.events);
            assertThat(stage.query("SELECT market_ticker FROM runs ORDER BY 1"))
                    .as("no gap, for one line or the other had everything")
                    .containsExactly("MARKET-0", "MARKET-1", "MARKET-2");
        }
    }

    private static long rowsInMemory(MergeStage stage) {
        return (long) stage.progress.status().getOrDefault("rowsInMemory", -1L);
    }

    @Test
    void anEventWhoseStampCannotBeTrueStaysInItsPlaceWithoutATime() throws Exception {
        Book book = new Book();
        LineEvent.Snapshot starts = Tape.starts("M", book);
        LineEvent.Delta first = delta(book, 1, 9_000_000_000_000_000L);
        LineEvent.Delta second = delta(book, 2);
        LineEvent.Delta third = delta(book, 3, 5);
        LineEvent.Delta fourth = delta(book, 4);
        try (MergeStage stage = new MergeStage(1)) {
            stage.append(0, 1, 1, starts, first, second);
            stage.mergeUpTo(List.of(new Position(1, 3)));
            stage.closeSession();
            stage.append(0, 1, 4, third, fourth);
            stage.mergeUpTo(List.of(new Position(1, 5)));

            assertThat(stage.query("SELECT delta, exchange_ts IS NULL FROM orderbook_deltas ORDER BY seq"))
                    .containsExactly("1.00 t", "2.00 f", "3.00 t", "4.00 f");
            assertThat(stage.query("SELECT count(*) FROM runs")).containsExactly("1");
            assertThat(stage.query("SELECT reason FROM store.quarantine")).isEmpty();
        }
    }

    @Test
    void theEndOfAnotherSubscriptionsSpanEndsNothing() throws Exception {
        Book book = new Book();
        LineEvent.Snapshot starts = Tape.starts("M", book);
        LineEvent.Delta first = delta(book, 1);
        LineEvent.Snapshot again = Tape.starts("M", book);
        LineEvent.Delta second = delta(book, 2);
        long micros = Happening.BEGIN_MICROS;
        try (MergeStage stage = new MergeStage(1)) {
            stage.append(
                    0,
                    1,
                    List.of(
                            new LineEvent(1, micros, 1, 1, null, starts),
                            new LineEvent(2, micros, 1, 1, null, first),
                            new LineEvent(3, micros, 1, 2, null, again),
                            new LineEvent(
                                    4,
                                    micros,
                                    1,
                                    1,
                                    null,
                                    new LineEvent.SpansEnd(BreakReason.UNSUBSCRIBED, List.of("M"))),
                            new LineEvent(5, micros, 1, 2, null, second)));
            stage.mergeUpTo(List.of(new Position(1, 5)));

            assertThat(stage.query("SELECT delta FROM orderbook_deltas ORDER BY seq"))
                    .containsExactly("1.00", "2.00");
            assertThat(stage.query("SELECT reason FROM store.quarantine")).isEmpty();
        }
    }

    @Test
    void aMarketThatNoLineHasIsAnOpenGapUntilALineHasItAgain() throws Exception {
        Book book = new Book();
        try (MergeStage stage = new MergeStage(2)) {
            stage.append(0, 1, 1, Tape.starts("M", book), delta(book, 1));
            stage.append(1, 1, 1, Tape.starts("M", new Book()));
            stage.append(0, 1, 3, new LineEvent.Break(BreakReason.CUT));
            stage.mergeUpTo(List.of(new Position(1, 3), new Position(1, 1)));
            assertThat(stage.progress.status()).containsEntry("openGaps", 0L);

            stage.append(1, 1, 2, new LineEvent.SpansEnd(BreakReason.NEGATIVE_LEVEL, List.of("M")));
            stage.mergeUpTo(List.of(new Position(1, 3), new Position(1, 2)));
            assertThat(stage.progress.status()).containsEntry("openGaps", 1L);

            stage.closeSession();
            stage.append(0, 1, 4, new LineEvent.Heartbeat());
            stage.mergeUpTo(List.of(new Position(1, 4), new Position(1, 2)));
            assertThat(stage.progress.status()).as("after a restart").containsEntry("openGaps", 1L);

            stage.append(0, 1, 5, Tape.starts("M", book));
            stage.mergeUpTo(List.of(new Position(1, 5), new Position(1, 2)));
            assertThat(stage.progress.status()).containsEntry("openGaps", 0L);
        }
    }

    @Test
    void aMarketThatIsOverByTheExchangesListLacksNothingThoughNobodyHeardOfItsEnd() throws Exception {
        Book book = new Book();
        try (MergeStage stage = new MergeStage(1)) {
            stage.append(0, 1, 1, Tape.starts("M", book), Tape.starts("N", new Book()));
            stage.append(0, 1, 3, new LineEvent.Break(BreakReason.CUT));
            stage.mergeUpTo(List.of(new Position(1, 3)));
            assertThat(stage.lacking.now()).containsExactlyInAnyOrder("M", "N");

            stage.lacking.gone(Set.of("M", "NEVER-SEEN"));
            stage.mergeUpTo(List.of(new Position(1, 3)));
            assertThat(stage.progress.status()).containsEntry("openGaps", 1L);
            stage.closeSession();
            stage.append(0, 1, 4, new LineEvent.Heartbeat());
            stage.mergeUpTo(List.of(new Position(1, 4)));
            assertThat(stage.progress.status()).as("after a restart").containsEntry("openGaps", 1L);
            assertThat(stage.lacking.now()).containsExactly("N");
        }
    }

    /** The changes before which no line has an unbroken span back to the change before, as book hashes by market. */
    private static List<String> gaps(Happening happening, List<List<Outage>> plans) {
        List<String> gaps = new ArrayList<>();
        Map<String, Integer> latest = new HashMap<>();
        for (int i = 0; i < happening.events.size(); i++) {
            if (happening.events.get(i) instanceof Event.Changed(String market, BookChange change)) {
                Integer before = latest.put(market, i);
                int to = i;
                if (before == null
                        || plans.stream()
                                .noneMatch(plan -> plan.stream()
                                        .noneMatch(outage -> outage.from() <= to && outage.to() > before))) {
                    gaps.add(market + " " + change.bookHash());
                }
            }
        }
        return gaps;
    }

    private static LineEvent.Delta delta(Book book, int contracts) {
        return delta(book, contracts, Happening.BEGIN_MICROS + contracts * 1_000L);
    }

    private static LineEvent.Delta delta(Book book, int contracts, long micros) {
        long after = book.add(Side.YES, 500_000, contracts * 100L);
        return new LineEvent.Delta(
                "M", new BookChange(micros, Side.YES, 500_000, contracts * 100L, after, book.hash()));
    }

    /** Outages of a line at times when no other line has one. */
    private static List<Outage> outages(int line, RandomGenerator random) {
        List<Outage> outages = new ArrayList<>();
        for (int begin = 200 + 400 * line; begin < 2_200; begin += 1_200) {
            int from = begin + random.nextInt(100);
            outages.add(new Outage(from, from + random.nextInt(1, 250), random.nextBoolean()));
        }
        return outages;
    }

    /** Delivers all rows in pieces, the lines at different paces, while sessions come and go. */
    private static void deliver(MergeStage stage, List<Tape> tapes, RandomGenerator random) throws Exception {
        int[] boot = new int[tapes.size()];
        int[] next = new int[tapes.size()];
        boolean more = true;
        while (more) {
            int line = random.nextInt(tapes.size());
            List<Tape.Boot> boots = tapes.get(line).boots;
            boolean delivers = boot[line] < boots.size();
            if (delivers) {
                Tape.Boot present = boots.get(boot[line]);
                int to = Math.min(present.events().size(), next[line] + random.nextInt(1, 300));
                stage.append(line, present.number(), present.events().subList(next[line], to));
                next[line] = to;
                if (to == present.events().size()) {
                    boot[line]++;
                    next[line] = 0;
                }
                stage.step();
            }
            if (random.nextInt(12) == 0) {
                stage.closeSession();
            } else if (delivers && stage.hasSession() && random.nextInt(20) == 0) {
                stage.takeOver().close();
            }
            more = false;
            for (int each = 0; each < tapes.size(); each++) {
                more |= boot[each] < tapes.get(each).boots.size();
            }
        }
    }

    private static List<Position> ends(List<Tape> tapes) {
        return tapes.stream()
                .map(tape -> new Position(tape.boots.size(), tape.lastN()))
                .toList();
    }

    private static void assertMerged(MergeStage stage, List<Event> events) throws Exception {
        List<String> trades = new ArrayList<>();
        List<String> lifecycle = new ArrayList<>();
        List<String> cleared = new ArrayList<>();
        for (Event event : events) {
            switch (event) {
                case Event.Changed _ -> {}
                case Event.Cleared(String market, long _) -> cleared.add(market);
                case Event.Traded(Trade trade) -> trades.add(trade.market() + " " + trade.tradeId());
                case Event.Lived(Lifecycle lived) ->
                    lifecycle.add(lived.subject() + " " + lived.eventType() + " " + lived.content());
            }
        }
        assertThat(stage.query(DELTAS)).as("changes").isEqualTo(byMarket(changes(events)));
        assertThat(stage.query(REPLACEMENTS)).as("replacements").isEqualTo(cleared);
        assertThat(stage.query(TRADES)).as("trades").isEqualTo(byMarket(trades));
        assertThat(stage.query(LIFECYCLE)).as("lifecycle").isEqualTo(byMarket(lifecycle));
    }

    private static List<String> changes(List<Event> events) {
        List<String> changes = new ArrayList<>();
        for (Event event : events) {
            if (event instanceof Event.Changed(String market, BookChange change)) {
                changes.add(String.join(
                        " ",
                        market,
                        change.side() == Side.YES ? "yes" : "no",
                        "" + change.priceMicros(),
                        "" + change.deltaHundredths(),
                        "" + change.sizeAfter(),
                        "" + change.bookHash(),
                        "" + change.exchangeMicros()));
            }
        }
        return changes;
    }

    private static List<String> byMarket(List<String> rows) {
        return rows.stream()
                .sorted(java.util.Comparator.comparing(row -> row.substring(0, row.indexOf(' '))))
                .toList();
    }
}

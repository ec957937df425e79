package trifecta.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import trifecta.market.BookHash;
import trifecta.market.Side;
import trifecta.market.Times;

/** What a verdict makes of events that nobody can be blamed for, and of times that lines stamp differently. */
class ComparisonTest {
    /** A ledger that claims nothing. */
    private static final CoverageInterval EVERYWHERE =
            new CoverageInterval(CoverageInterval.State.PROVISIONAL, Long.MIN_VALUE, Long.MAX_VALUE);

    private static final long LEVEL = BookHash.ofLevel(Side.YES, 100_000, 10);

    @Test
    void aLossThatNoLineCouldSeeIsNoFaultOfProduction() {
        // the second delta is dropped without a number on both lines, so the third is folded upon a wrong book
        Verdict verdict = verdict(
                List.of(
                        delta(1, 100_000, "1,2"),
                        "W 2 1 1 - drop",
                        "W 2 2 1 - drop",
                        delta(2, 200_000, "-"),
                        delta(3, 300_000, "1,2")),
                List.of(row(1, 100_000, LEVEL), row(3, 300_000, LEVEL + BookHash.ofLevel(Side.YES, 300_000, 10))),
                List.of(new Run(1, 3, 0, false)),
                true);
        assertThat(verdict.isClean()).as(String.join("\n", verdict.lines())).isTrue();
        assertThat(verdict.total().of(Remark.SILENT_LOSS)).isEqualTo(1);
        assertThat(verdict.total().of(Remark.UNPROVABLE_STATE)).isEqualTo(1);
    }

    @Test
    void aTimeThatALineWasToldWronglyIsNoFaultOfProductionAndAnotherOneIs() {
        List<String> record =
                List.of(delta(1, 100_000, "1,2"), "X 2 1 1 0", delta(2, 200_000, "1,2"), delta(3, 300_000, "1,2"));
        long hashOfTwo = LEVEL + BookHash.ofLevel(Side.YES, 200_000, 10);
        long hashOfThree = hashOfTwo + BookHash.ofLevel(Side.YES, 300_000, 10);
        for (boolean told : new boolean[] {true, false}) {
            List<BookRow> rows = List.of(
                    told ? row(1, 100_000, LEVEL) : at(row(1, 100_000, LEVEL), 0),
                    told ? at(row(2, 200_000, hashOfTwo), 0) : row(2, 200_000, hashOfTwo),
                    row(3, 300_000, hashOfThree));
            Verdict verdict = verdict(record, rows, List.of(new Run(1, 3, 0, false)), true);
            assertThat(verdict.isClean()).as(String.join("\n", verdict.lines())).isEqualTo(told);
        }
        List<BookRow> anHourAhead = List.of(
                row(1, 100_000, LEVEL), at(row(2, 200_000, hashOfTwo), 3_600_000_000L), row(3, 300_000, hashOfThree));
        assertThat(verdict(record, anHourAhead, List.of(new Run(1, 3, 0, false)), true)
                        .isClean())
                .as("a time that nobody may believe")
                .isFalse();
    }

    private static BookRow at(BookRow row, long exchangeMicros) {
        return new BookRow(row.seq(), row.change(), exchangeMicros, row.sizeAfter(), row.bookHash());
    }

    @Test
    void aLossThatALineSawHasToBeAGap() {
        List<String> record = List.of(
                delta(1, 100_000, "1,2"),
                "W 2 1 1 7 hole",
                "W 2 2 1 7 hole",
                delta(2, 200_000, "-"),
                delta(3, 300_000, "1,2"),
                "S 3 1 1 8 1 0");
        long hashOfTwo = LEVEL + BookHash.ofLevel(Side.YES, 200_000, 10);
        List<BookRow> rows =
                List.of(row(1, 100_000, LEVEL), row(3, 300_000, hashOfTwo + BookHash.ofLevel(Side.YES, 300_000, 10)));
        Verdict told = verdict(record, rows, List.of(new Run(1, 1, 0, false), new Run(3, 3, hashOfTwo, false)), true);
        assertThat(told.isClean()).as(String.join("\n", told.lines())).isTrue();
        Verdict hidden = verdict(record, rows, List.of(new Run(1, 3, 0, false)), true);
        assertThat(hidden.total().of(Finding.HIDDEN_GAP)).isEqualTo(1);
        assertThat(hidden.total().of(Finding.LOST)).isZero();
    }

    private static final long TWO = LEVEL + BookHash.ofLevel(Side.YES, 200_000, 10);
    private static final List<BookRow> BOTH = List.of(row(1, 100_000, LEVEL), row(2, 200_000, TWO));
    private static final List<Run> SPLIT = List.of(new Run(1, 1, 0, false), new Run(2, 2, LEVEL, false));

    @Test
    void aGapWhereEveryLineHadBothSidesIsNeedless() {
        Verdict verdict = verdict(calm(), BOTH, SPLIT, true);
        assertThat(verdict.total().of(Finding.NEEDLESS_GAP)).isEqualTo(1);
        assertThat(verdict.isClean()).isFalse();
    }

    @Test
    void aGapBesideALineThatBrokeIsOnlyCounted() {
        for (String between : List.of(
                "C 1 150000 2 1 \"cut by a fault\"|S 1 1 1 2 1 0", // the other line's new snapshot is of no help to it
                "W 1 2 1 9 hole",
                "S 1 2 2 1 1 0")) {
            List<String> record = new ArrayList<>(List.of(delta(1, 100_000, "1,2")));
            record.addAll(List.of(between.split("\\|", -1)).subList(0, 1));
            record.add(delta(2, 200_000, between.startsWith("C") ? "1" : "1,2"));
            record.add("P 9 2");
            Verdict verdict = verdict(record, BOTH, SPLIT, true);
            assertThat(verdict.isClean())
                    .as(between + "\n" + String.join("\n", verdict.lines()))
                    .isTrue();
        }
        Verdict beside = verdict(
                List.of(delta(1, 100_000, "1,2"), "C 1 150000 2 1 \"reset\"", delta(2, 200_000, "1")),
                BOTH,
                SPLIT,
                true);
        assertThat(beside.total().of(Remark.GAP_BESIDE_LINE)).isEqualTo(1);
        List<String> stamped = new ArrayList<>(List.of("F 0 1 stamps=jitter line=1 lines=[1]"));
        stamped.addAll(calm());
        assertThat(verdict(stamped, BOTH, SPLIT, true).total().of(Remark.GAP_BESIDE_LINE))
                .isEqualTo(1);
    }

    @Test
    void aDisputeOverWhatEveryLineHadIsNeedlessAndExcusesNothing() {
        List<Run> disputed = List.of(new Run(1, 2, 0, true));
        assertThat(verdict(calm(), BOTH, disputed, true).total().of(Finding.NEEDLESS_DISPUTE))
                .isEqualTo(1);
        List<String> broken = List.of(delta(1, 100_000, "1,2"), "C 1 150000 2 1 \"reset\"", delta(2, 200_000, "1"));
        Verdict doubtful = verdict(broken, BOTH, disputed, true);
        assertThat(doubtful.isClean()).as(String.join("\n", doubtful.lines())).isTrue();
        assertThat(doubtful.total().of(Remark.DISPUTE_BESIDE_LINE)).isEqualTo(1);
        long other = BookHash.ofLevel(Side.YES, 900_000, 5);
        List<BookRow> shifted = List.of(row(1, 100_000, LEVEL + other), row(2, 200_000, TWO + other));
        Verdict wrong = verdict(broken, shifted, List.of(new Run(1, 2, other, true)), true);
        assertThat(wrong.total().of(Finding.WRONG_STATE)).isEqualTo(2);
        assertThat(wrong.total().of(Remark.UNPROVABLE_STATE)).isZero();
    }

    /** Two deltas that both lines have. */
    private static List<String> calm() {
        return List.of(delta(1, 100_000, "1,2"), delta(2, 200_000, "1,2"), "P 9 2");
    }

    @Test
    void tickersAreComparedAsSetsOfContents() {
        String ticker = "K 1 1 100 1000000 1 2 3 4 5 6 7 8 9 - 1";
        RecordFile file = recordOf(List.of(
                ticker,
                ticker.replace("K 1", "K 2"),
                ticker.replace("K 1", "K 3").replace(" 9 -", " 8 -"),
                ticker.replace("K 1", "K 4").replace(" 9 - 1", " 7 - -"),
                "P 9 1"));
        String content = "1000 1 2 3 4 5 6 7 8 9 -";
        assertThat(tickers(file, content, "1000 1 2 3 4 5 6 7 8 8 -").isClean()).isTrue();
        assertThat(tickers(file, content).of(Finding.LOST)).isEqualTo(1);
        assertThat(tickers(file, content, content, content, "1000 1 2 3 4 5 6 7 8 8 -")
                        .of(Finding.DUPLICATED))
                .isEqualTo(1);
        assertThat(tickers(file, content, "1000 1 2 3 4 5 6 7 8 8 -", "1001 1 2 3 4 5 6 7 8 9 -")
                        .of(Finding.UNEXPECTED))
                .isEqualTo(1);
    }

    private static Tally tickers(RecordFile file, String... rows) {
        return TickerComparison.compare(file.tickers().getOrDefault("KX", List.of()), List.of(rows), any -> false);
    }

    @Test
    void whileTheExchangeGoesOnTheYoungestEventsAreNotMissed() {
        List<String> record = List.of(delta(1, 100_000, "1,2"), "P 1 1", "O 1 9000000 3 1");
        assertThat(verdict(record, List.of(), List.of(), false).total().of(Remark.NOT_DUE))
                .isEqualTo(1);
        assertThat(verdict(record, List.of(), List.of(), true).total().of(Finding.LOST))
                .isEqualTo(1);
        List<String> later = List.of(delta(1, 100_000, "1,2"), "P 1 1", "O 1 10100001 3 1");
        assertThat(verdict(later, List.of(), List.of(), false).total().of(Finding.LOST))
                .isEqualTo(1);
    }

    @Test
    void otherStampsAreAcceptedOnlyWhenTheExchangeStampedSo() {
        List<BookRow> rows = List.of(new BookRow(1, Change.delta(Side.YES, 100_000, 10), 100_004, 10, LEVEL));
        List<Run> runs = List.of(new Run(1, 1, 0, false));
        Verdict strict = verdict(List.of(delta(1, 100_000, "1,2")), rows, runs, true);
        assertThat(strict.total().of(Finding.LOST)).isEqualTo(1);
        assertThat(strict.total().of(Finding.UNEXPECTED)).isEqualTo(1);
        Verdict lenient =
                verdict(List.of("F 0 1 stamps=jitter line=1 lines=[1]", delta(1, 100_000, "1,2")), rows, runs, true);
        assertThat(lenient.isClean()).isTrue();
        List<BookRow> unstamped = List.of(new BookRow(1, Change.delta(Side.YES, 100_000, 10), Times.ABSENT, 10, LEVEL));
        assertThat(verdict(
                                List.of("F 0 1 stamps=none line=1 lines=[1]", delta(1, 100_000, "1,2")),
                                unstamped,
                                runs,
                                true)
                        .isClean())
                .isTrue();
    }

    @Test
    void anOrderThatTakesItsPlaceTwiceInOneMillisecondIsInOrderThoughOneLineCutsItsStamps() {
        String change = "D %d 1 649820 649820 y 100000 %d %d 1,2";
        List<String> record = List.of(
                "F 0 1 stamps=millis line=1 lines=[1]",
                change.formatted(1, 10, 10),
                change.formatted(2, -10, 0),
                change.formatted(3, 10, 10),
                change.formatted(4, -10, 0));
        List<BookRow> rows = List.of(
                new BookRow(1, Change.delta(Side.YES, 100_000, 10), 649_000, 10, LEVEL),
                new BookRow(2, Change.delta(Side.YES, 100_000, -10), 649_820, 0, 0),
                new BookRow(3, Change.delta(Side.YES, 100_000, 10), 649_820, 10, LEVEL),
                new BookRow(4, Change.delta(Side.YES, 100_000, -10), 649_820, 0, 0));
        Verdict verdict = verdict(record, rows, List.of(new Run(1, 4, 0, false)), true);
        assertThat(verdict.isClean()).as(String.join("\n", verdict.lines())).isTrue();
        List<BookRow> swapped = List.of(rows.get(1), rows.get(0), rows.get(2), rows.get(3));
        assertThat(verdict(record, swapped, List.of(new Run(1, 4, 0, false)), true)
                        .total()
                        .of(Finding.REORDERED))
                .isEqualTo(1);
    }

    @Test
    void ofTwoEqualEventsThatInFlightIsTheOneThatIsMissing() {
        String event = " 1 100 100 market_lifecycle_v2 KX activated 1 {}";
        RecordFile file = recordOf(
                List.of("L 1" + event, "C 1 200 1 1 \"reset\"", "L 2" + event.replace(" 1 {", " 2 {"), "P 2 2"));
        History history = new History(
                file.books(),
                file.trades(),
                file.lifecycles(),
                file.tickers(),
                file.lastWallMicros(),
                true,
                file.stamps(),
                file.listening(),
                0);
        Production one = new Production(
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of("KX", List.of(new LifecycleRow(1, "market_lifecycle_v2 activated {}"))),
                Map.of());
        Verdict verdict = Comparison.of(history, one);
        assertThat(verdict.isClean()).as(String.join("\n", verdict.lines())).isTrue();
        assertThat(verdict.total().of(Remark.IN_FLIGHT)).isEqualTo(1);
    }

    @Test
    void aTradeThatNobodyGotHasToLieInAGapOfTheLedger() {
        RecordFile file = recordOf(List.of("T 1 1 500 500 id-1 400000 600000 1250 y - -"));
        List<TradeItem> items = file.trades().getOrDefault("KX", List.of());
        assertThat(items).hasSize(1);
        assertThat(ledgerOnTrades(items, CoverageInterval.State.GAP, 400).isClean())
                .isTrue();
        assertThat(ledgerOnTrades(items, CoverageInterval.State.RECEIVED, 400).of(Finding.FALSELY_CLAIMED))
                .isEqualTo(1);
        assertThat(ledgerOnTrades(items, CoverageInterval.State.GAP, 501).isClean())
                .as("before all that the ledger speaks of")
                .isTrue();
    }

    private static Tally ledgerOnTrades(List<TradeItem> items, CoverageInterval.State state, long from) {
        return TradeComparison.compare(
                items, List.of(), List.of(new CoverageInterval(state, from, 600)), micros -> false);
    }

    @Test
    void theLongestRiseIsThatOfBruteForce() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 500; round++) {
            int[] places = random.ints(random.nextInt(9), 0, 20).distinct().toArray();
            int best = 0;
            for (int chosen = 0; chosen < 1 << places.length; chosen++) {
                int[] part = chosen(places, chosen);
                int[] sorted = part.clone();
                Arrays.sort(sorted);
                best = Arrays.equals(part, sorted) ? Math.max(best, part.length) : best;
            }
            assertThat(LongestRise.of(places)).as(Arrays.toString(places)).isEqualTo(best);
        }
    }

    @Test
    void whatIsCommonInOrderIsAsLongAsItCanBe() {
        assertThat(CommonSequence.of(List.of("a", "x", "a"), List.of("x", "a"))).containsExactly(-1, 0, 1);
        assertThat(CommonSequence.of(List.of("a", "b", "c", "d"), List.of("a", "c", "b", "d")))
                .satisfies(partners -> assertThat(
                                Arrays.stream(partners).filter(p -> p >= 0).count())
                        .isEqualTo(3));
        assertThat(CommonSequence.of(List.of(), List.of("a"))).isEmpty();
    }

    private static int[] chosen(int[] places, int mask) {
        List<Integer> part = new ArrayList<>();
        for (int i = 0; i < places.length; i++) {
            if ((mask >> i & 1) == 1) {
                part.add(places[i]);
            }
        }
        return part.stream().mapToInt(Integer::intValue).toArray();
    }

    private static Verdict verdict(List<String> record, List<BookRow> rows, List<Run> runs, boolean ended) {
        List<String> lines = new ArrayList<>(record);
        if (ended) {
            lines.add("P 9 1");
        }
        RecordFile file = recordOf(lines);
        History history = new History(
                file.books(),
                file.trades(),
                file.lifecycles(),
                file.tickers(),
                file.lastWallMicros(),
                ended,
                file.stamps(),
                file.listening(),
                0);
        return Comparison.of(
                history,
                new Production(
                        Map.of("KX", rows),
                        Map.of("KX", runs),
                        Map.of("KX", List.of(EVERYWHERE)),
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        Map.of()));
    }

    private static RecordFile recordOf(List<String> lines) {
        RecordFile file = new RecordFile(StampTolerance.NONE, new RecordedBooks());
        List.of("H 1 1 2 \"test\"", "M 1 KX", "O 0 1 1 1", "O 0 1 2 2", "S 0 1 1 1 1 0", "S 0 2 1 1 1 0")
                .forEach(file::take);
        lines.forEach(file::take);
        file.finish();
        return file;
    }

    /** A delta of 10 on a level of its own, whose price is its time as well. */
    private static String delta(int index, int price, String receivers) {
        return "D " + index + " 1 " + price + " " + price + " y " + price + " 10 10 " + receivers;
    }

    private static BookRow row(long seq, int price, long hash) {
        return new BookRow(seq, Change.delta(Side.YES, price, 10), price, 10, hash);
    }
}

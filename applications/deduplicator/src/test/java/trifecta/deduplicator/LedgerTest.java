package trifecta.deduplicator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import trifecta.market.Book;
import trifecta.market.BookChange;
import trifecta.market.BreakReason;
import trifecta.market.Level;
import trifecta.market.LineEvent;
import trifecta.market.LineEvent.Prologue;
import trifecta.market.LineEvent.SnapshotRole;
import trifecta.market.Position;
import trifecta.market.Side;
import trifecta.market.Times;

/** What the merge writes into the ledger, over real databases and restarts of the session. */
class LedgerTest {
    private static final long BEGIN = Happening.BEGIN_MICROS;
    private static final String COVERAGE = "SELECT state, (extract(epoch FROM from_ts) * 1000000)::bigint - " + BEGIN
            + ", coalesce(((extract(epoch FROM to_ts) * 1000000)::bigint - " + BEGIN + ")::text, 'now'), lines,"
            + " coalesce(reason, '-') FROM coverage WHERE market_ticker = 'A' AND channel = 'orderbook' ORDER BY from_ts";

    private final Book book = new Book();
    private final List<LineEvent> line = new ArrayList<>();

    @Test
    void aSpanGoesOnOverARestartOfTheMergeAndAHoleIsAGapExactlyThere() throws Exception {
        try (MergeStage stage = new MergeStage(1)) {
            snapshot(SnapshotRole.STARTS, List.of());
            delta(1_001, 100);
            delta(2_001, 200);
            merge(stage);
            stage.closeSession();
            delta(3_001, 50);
            merge(stage);
            assertThat(stage.query(COVERAGE)).containsExactly("received 1002 3001 1 -", "provisional 3001 now 0 -");

            held(9_001, 25, BreakReason.SEQUENCE_GAP);
            stage.closeSession();
            BookChange after = change(9_001, 25);
            snapshot(SnapshotRole.STARTS, List.of(new Prologue(line.size(), BEGIN + 9_001, after)));
            delta(11_001, 10);
            merge(stage);
            assertThat(stage.query(COVERAGE))
                    .containsExactly(
                            "received 1002 3001 1 -",
                            "gap 3001 9002 0 sequence gap",
                            "received 9002 11001 1 -",
                            "provisional 11001 now 0 -");
        }
    }

    @Test
    void aQuestionAndItsAnswerVerifyASilentBook() throws Exception {
        try (MergeStage stage = new MergeStage(1)) {
            snapshot(SnapshotRole.STARTS, List.of());
            delta(1_001, 100);
            row(new LineEvent.Asked(List.of("A")), null);
            snapshot(SnapshotRole.AGREES, List.of());
            delta(5_001, 10);
            merge(stage);
            assertThat(stage.query(COVERAGE).getFirst()).startsWith("received 1002 5001");
            snapshot(SnapshotRole.AGREES, List.of());
            merge(stage);
            assertThat(stage.query(COVERAGE).getFirst()).isEqualTo("verified 1002 5001 1 -");
            assertThat(stage.query("SELECT source, agreed, disagreed FROM book_checks"))
                    .containsExactly("websocket 2 0");
        }
    }

    @Test
    void aBookByRestThatThePathNeverHadIsAMismatchUntilTheNextOneThatItHad() throws Exception {
        try (MergeStage stage = new MergeStage(1)) {
            snapshot(SnapshotRole.STARTS, List.of());
            delta(1_000_001, 100);
            row(new LineEvent.BookTold("A", book.hash()), null);
            delta(10_000_001, 200);
            row(new LineEvent.BookTold("A", 4_711), null);
            delta(20_000_001, 50);
            merge(stage);
            assertThat(stage.query("SELECT agreed, disagreed FROM book_checks WHERE source = 'rest'"))
                    .containsExactly("1 1");
            assertThat(stage.query(COVERAGE))
                    .extracting(row -> row.substring(0, row.indexOf(' ')))
                    .contains("disputed");
            row(new LineEvent.BookTold("A", book.hash()), null);
            delta(30_000_001, 1);
            delta(40_000_001, 1);
            merge(stage);
            assertThat(stage.query("SELECT to_ts IS NOT NULL FROM store.mismatches"))
                    .containsExactly("t");
            assertThat(stage.query(COVERAGE).getLast()).startsWith("provisional");
            assertThat(stage.query(COVERAGE)).anyMatch(row -> row.startsWith("received") && row.contains(" 40000001 "));
        }
    }

    @Test
    void timesAheadOfTheLinesClockClaimNothingAndKeepNothingOut() throws Exception {
        try (MergeStage stage = new MergeStage(1)) {
            snapshot(SnapshotRole.STARTS, List.of());
            delta(1_001, 100);
            row(new LineEvent.Delta("A", changeTold(30_000_001, 100)), null);
            row(new LineEvent.Delta("A", changeTold(30_000_002, 100)), null);
            delta(2_001, 100);
            merge(stage);
            assertThat(stage.query(COVERAGE)).containsExactly("received 1002 2001 1 -", "provisional 2001 now 0 -");

            row(new LineEvent.Break(BreakReason.CUT), null);
            snapshot(SnapshotRole.STARTS, List.of());
            delta(3_001, 100);
            delta(4_001, 100);
            merge(stage);
            assertThat(stage.query("SELECT count(*), count(exchange_ts) FROM orderbook_deltas"))
                    .containsExactly("6 4");
            assertThat(stage.query(COVERAGE))
                    .containsExactly(
                            "received 1002 2001 1 -",
                            "gap 2001 3002 0 cut",
                            "received 3002 4001 1 -",
                            "provisional 4001 now 0 -");
        }
    }

    @Test
    void aContradictedLineLosesItsClaimBackToTheLastProof() throws Exception {
        try (MergeStage stage = new MergeStage(1)) {
            snapshot(SnapshotRole.STARTS, List.of());
            delta(1_001, 100);
            delta(2_001, 100);
            snapshot(SnapshotRole.AGREES, List.of());
            delta(3_001, 100);
            book.add(Side.YES, 700_000, 5);
            snapshot(SnapshotRole.DISAGREES, List.of());
            delta(5_001, 100);
            delta(6_001, 100);
            merge(stage);
            assertThat(stage.query(COVERAGE))
                    .startsWith("verified 1002 2001 1 -", "gap 2001 5002 0 snapshot disagrees");
        }
    }

    private void merge(MergeStage stage) throws Exception {
        if (!line.isEmpty()) {
            stage.append(0, 1, List.copyOf(line.subList(appended, line.size())));
            appended = line.size();
        }
        stage.mergeUpTo(List.of(new Position(1, line.size())));
        stage.settle();
    }

    private int appended;
    /** Everything is received when it happens. */
    private long receivedMicros;

    private void row(LineEvent.Body body, @Nullable BreakReason before) {
        line.add(new LineEvent(line.size() + 1, BEGIN + receivedMicros, 1, 1, before, body));
    }

    private BookChange change(long micros, long delta) {
        receivedMicros = micros;
        return changeTold(micros, delta);
    }

    private BookChange changeTold(long micros, long delta) {
        long after = book.add(Side.YES, 500_000, delta);
        return new BookChange(BEGIN + micros, Side.YES, 500_000, delta, after, book.hash());
    }

    private void delta(long micros, long delta) {
        row(new LineEvent.Delta("A", change(micros, delta)), null);
    }

    private void held(long micros, long delta, BreakReason before) {
        receivedMicros = micros;
        row(new LineEvent.HeldDelta("A", BEGIN + micros, Side.YES, 500_000, delta), before);
    }

    private void snapshot(SnapshotRole role, List<Prologue> prologue) {
        long base =
                prologue.isEmpty() ? book.hash() : prologue.getFirst().change().hashBefore();
        List<Level> content = role == SnapshotRole.AGREES ? null : book.content();
        row(new LineEvent.Snapshot("A", role, Times.ABSENT, book.hash(), base, content, prologue), null);
    }
}

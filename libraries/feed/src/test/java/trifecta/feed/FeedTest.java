package trifecta.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static trifecta.feed.Conversation.delta;
import static trifecta.feed.Conversation.no;
import static trifecta.feed.Conversation.snapshot;
import static trifecta.feed.Conversation.yes;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import trifecta.journal.EntryKind;
import trifecta.market.Book;
import trifecta.market.BreakReason;
import trifecta.market.Level;
import trifecta.market.LineEvent;
import trifecta.market.LineEvent.SnapshotRole;
import trifecta.market.Position;
import trifecta.market.Side;
import trifecta.protocol.Command;
import trifecta.protocol.Command.Action;
import trifecta.protocol.Envelope;
import trifecta.protocol.Message;

class FeedTest {
    private static final String A = "MARKET-A";
    private static final String B = "MARKET-B";
    private static final LineEvent.Body NOTHING = new LineEvent.Nothing();

    private final Conversation c = new Conversation();

    @Test
    void aSnapshotOpensTheSpanAndDeltasAreFolded() {
        c.books(1, 7, A);
        LineEvent first = c.says(1, 7, 1, snapshot(A, yes(560_000, 3154), no(400_000, 100)));
        LineEvent second = c.says(1, 7, 2, delta(A, Side.YES, 560_000, -154));
        LineEvent third = c.says(1, 7, 3, delta(A, Side.NO, 410_000, 500));

        LineEvent.Snapshot base = (LineEvent.Snapshot) first.body();
        assertThat(base.role()).isEqualTo(SnapshotRole.STARTS);
        assertThat(base.hash())
                .isEqualTo(hash(yes(560_000, 3154), no(400_000, 100)))
                .isEqualTo(base.baseHash());
        assertThat(base.content()).containsExactlyInAnyOrder(yes(560_000, 3154), no(400_000, 100));
        LineEvent.Delta change = (LineEvent.Delta) second.body();
        assertThat(change.change().sizeAfter()).isEqualTo(3000);
        assertThat(change.change().hashBefore()).isEqualTo(base.hash());
        assertThat(((LineEvent.Delta) third.body()).change().bookHash())
                .isEqualTo(hash(yes(560_000, 3000), no(400_000, 100), no(410_000, 500)));
        assertThat(third.connection()).isEqualTo(1);
        assertThat(third.sid()).isEqualTo(7);
        assertThat(third.breakBefore()).isNull();
        assertThat(c.feed.marketsInSpan()).isEqualTo(1);
    }

    @Test
    void deltasBetweenAHoleAndTheNextSnapshotAreFoldedBackwards() {
        c.books(1, 7, A, B);
        c.says(1, 7, 1, snapshot(A, yes(500_000, 100)));
        c.says(1, 7, 2, snapshot(B));
        LineEvent behindHole = c.says(1, 7, 5, delta(A, Side.YES, 500_000, 50));
        LineEvent held = c.says(1, 7, 6, delta(A, Side.YES, 510_000, 20));
        c.asks(1, 7, Action.GET_SNAPSHOT, A, B);
        LineEvent fresh = c.says(1, 7, 7, snapshot(A, yes(500_000, 170), yes(510_000, 20)));

        assertThat(behindHole.breakBefore()).isEqualTo(BreakReason.SEQUENCE_GAP);
        assertThat(behindHole.body()).isInstanceOf(LineEvent.HeldDelta.class);
        assertThat(held.breakBefore()).isNull();
        LineEvent.Snapshot snapshot = (LineEvent.Snapshot) fresh.body();
        assertThat(snapshot.role()).isEqualTo(SnapshotRole.STARTS);
        assertThat(snapshot.baseHash()).isEqualTo(hash(yes(500_000, 120)));
        assertThat(snapshot.prologue()).extracting(LineEvent.Prologue::n).containsExactly(behindHole.n(), held.n());
        assertThat(snapshot.prologue().getFirst().change().sizeAfter()).isEqualTo(170);
        assertThat(snapshot.prologue().getFirst().change().hashBefore()).isEqualTo(snapshot.baseHash());
        assertThat(snapshot.prologue().getLast().change().bookHash()).isEqualTo(snapshot.hash());
        assertThat(c.feed.marketsInSpan()).as("B waits for its own snapshot").isEqualTo(1);
    }

    @Test
    void aPrologueThatCannotHaveLedToTheSnapshotIsCutOff() {
        c.books(1, 7, A);
        c.says(1, 7, 1, delta(A, Side.YES, 500_000, 900));
        LineEvent kept = c.says(1, 7, 2, delta(A, Side.YES, 600_000, 10));
        LineEvent.Snapshot snapshot = (LineEvent.Snapshot)
                c.says(1, 7, 3, snapshot(A, yes(500_000, 5), yes(600_000, 10))).body();

        assertThat(snapshot.prologue()).extracting(LineEvent.Prologue::n).containsExactly(kept.n());
        assertThat(snapshot.baseHash()).isEqualTo(hash(yes(500_000, 5)));
    }

    @Test
    void aSnapshotInASpanAgreesOrDisagrees() {
        c.books(1, 7, A);
        c.says(1, 7, 1, snapshot(A, yes(500_000, 100)));
        c.asks(1, 7, Action.GET_SNAPSHOT, A);
        LineEvent.Snapshot agrees = (LineEvent.Snapshot)
                c.says(1, 7, 2, snapshot(A, yes(500_000, 100))).body();
        LineEvent.Snapshot doubts = (LineEvent.Snapshot)
                c.says(1, 7, 3, snapshot(A, yes(500_000, 80))).body();
        LineEvent between = c.says(1, 7, 4, delta(A, Side.YES, 500_000, 1));
        LineEvent.Snapshot disagrees = (LineEvent.Snapshot)
                c.says(1, 7, 5, snapshot(A, yes(500_000, 90))).body();
        LineEvent after = c.says(1, 7, 6, delta(A, Side.YES, 500_000, 1));

        assertThat(doubts.role()).isEqualTo(SnapshotRole.DOUBTS);
        assertThat(doubts.content()).containsExactly(yes(500_000, 80));
        assertThat(doubts.hash()).isEqualTo(hash(yes(500_000, 80)));
        assertThat(((LineEvent.Delta) between.body()).change().sizeAfter()).isEqualTo(101);
        assertThat(agrees.role()).isEqualTo(SnapshotRole.AGREES);
        assertThat(agrees.content()).isNull();
        assertThat(disagrees.role()).isEqualTo(SnapshotRole.DISAGREES);
        assertThat(disagrees.content()).containsExactly(yes(500_000, 90));
        assertThat(((LineEvent.Delta) after.body()).change().sizeAfter()).isEqualTo(91);
    }

    @Test
    void aSnapshotOfAnOldBookChangesNothingWhenTheNextOneAgrees() {
        c.books(1, 7, A);
        c.says(1, 7, 1, snapshot(A, yes(500_000, 100)));
        for (int seq = 2; seq < 6; seq += 2) {
            LineEvent old = c.says(1, 7, seq, snapshot(A, yes(500_000, 70)));
            LineEvent right = c.says(1, 7, seq + 1, snapshot(A, yes(500_000, 100)));
            assertThat(((LineEvent.Snapshot) old.body()).role()).isEqualTo(SnapshotRole.DOUBTS);
            assertThat(((LineEvent.Snapshot) right.body()).role()).isEqualTo(SnapshotRole.AGREES);
        }
        assertThat(c.feed.marketsInSpan()).isEqualTo(1);
    }

    @Test
    void anEmptySnapshotClearsTheBookAndTheSpanGoesOn() {
        c.books(1, 7, A);
        c.says(1, 7, 1, snapshot(A, yes(500_000, 100)));
        LineEvent.Snapshot cleared =
                (LineEvent.Snapshot) c.says(1, 7, 2, snapshot(A)).body();
        LineEvent.Snapshot again =
                (LineEvent.Snapshot) c.says(1, 7, 3, snapshot(A)).body();

        assertThat(cleared.role()).isEqualTo(SnapshotRole.REPLACES);
        assertThat(cleared.hash()).isZero();
        assertThat(cleared.content()).isEmpty();
        assertThat(again.role()).isEqualTo(SnapshotRole.AGREES);
        assertThat(c.feed.marketsInSpan()).isEqualTo(1);
    }

    @Test
    void aMarketThatClosesWhileASnapshotIsAskedForIsClearedAndTheAnswerAgrees() {
        c.books(1, 7, A);
        c.says(1, 7, 1, snapshot(A, yes(500_000, 100)));
        c.asks(1, 7, Action.GET_SNAPSHOT, A);
        assertThat(((LineEvent.Snapshot) c.says(1, 7, 2, snapshot(A)).body()).role())
                .isEqualTo(SnapshotRole.REPLACES);
        assertThat(((LineEvent.Snapshot) c.says(1, 7, 3, snapshot(A)).body()).role())
                .isEqualTo(SnapshotRole.AGREES);
    }

    @Test
    void aRepeatIsNothingButAnEarlierNumberWithOtherContentEndsTheSpans() {
        c.books(1, 7, A);
        c.says(1, 7, 1, snapshot(A, yes(500_000, 100)));
        c.says(1, 7, 2, delta(A, Side.YES, 500_000, 1));
        LineEvent repeat = c.says(1, 7, 2, delta(A, Side.YES, 500_000, 1));
        LineEvent next = c.says(1, 7, 3, delta(A, Side.YES, 500_000, 1));
        LineEvent restart = c.says(1, 7, 1, delta(A, Side.YES, 500_000, 1));

        assertThat(repeat.body()).isEqualTo(NOTHING);
        assertThat(((LineEvent.Delta) next.body()).change().sizeAfter()).isEqualTo(102);
        assertThat(restart.breakBefore()).isEqualTo(BreakReason.SEQUENCE_RESTART);
        assertThat(restart.body()).isInstanceOf(LineEvent.HeldDelta.class);
        assertThat(c.feed.marketsInSpan()).isZero();
    }

    @Test
    void aFirstNumberOtherThanTheKnownOneIsALoss() {
        c.books(1, 7, A);
        assertThat(c.says(1, 7, 1, snapshot(A)).breakBefore()).isNull();
        c.moreBooks(1, 8, B);
        assertThat(c.says(1, 8, 2, snapshot(B)).breakBefore()).isEqualTo(BreakReason.SEQUENCE_GAP);
    }

    @Test
    void whereTheAcknowledgementConsumesANumberTheFirstIsTwo() {
        c.books(1, 7, A);
        assertThat(c.says(1, 7, 2, snapshot(A)).breakBefore()).isNull();
        c.moreBooks(1, 8, B);
        assertThat(c.says(1, 8, 2, snapshot(B)).breakBefore()).isNull();
        c.moreBooks(1, 9, "MARKET-C");
        assertThat(c.says(1, 9, 3, snapshot("MARKET-C")).breakBefore()).isEqualTo(BreakReason.SEQUENCE_GAP);
    }

    @Test
    void aNegativeLevelEndsItsMarketsSpanAlone() {
        c.books(1, 7, A, B);
        c.says(1, 7, 1, snapshot(A, yes(500_000, 100)));
        c.says(1, 7, 2, snapshot(B, yes(500_000, 100)));
        LineEvent negative = c.says(1, 7, 3, delta(A, Side.YES, 500_000, -101));
        LineEvent other = c.says(1, 7, 4, delta(B, Side.YES, 500_000, -100));
        LineEvent.Snapshot fresh = (LineEvent.Snapshot)
                c.says(1, 7, 5, snapshot(A, yes(510_000, 5))).body();

        assertThat(negative.body()).isEqualTo(new LineEvent.SpansEnd(BreakReason.NEGATIVE_LEVEL, List.of(A)));
        assertThat(((LineEvent.Delta) other.body()).change().bookHash()).isZero();
        assertThat(fresh.role()).isEqualTo(SnapshotRole.STARTS);
        assertThat(fresh.prologue()).extracting(LineEvent.Prologue::n).containsExactly(negative.n());
        assertThat(fresh.baseHash()).isEqualTo(hash(yes(500_000, 101), yes(510_000, 5)));
    }

    @Test
    void whatWasHeldDidNotLeadToABookThatTheCloseEmptied() {
        c.books(1, 7, A);
        c.says(1, 7, 1, snapshot(A, yes(500_000, 100)));
        LineEvent behindHole = c.says(1, 7, 3, delta(A, Side.YES, 500_000, 50));
        LineEvent.Snapshot empty =
                (LineEvent.Snapshot) c.says(1, 7, 4, snapshot(A)).body();

        assertThat(behindHole.breakBefore()).isEqualTo(BreakReason.SEQUENCE_GAP);
        assertThat(empty.role()).isEqualTo(SnapshotRole.STARTS);
        assertThat(empty.prologue()).isEmpty();
        assertThat(empty.baseHash()).isZero();
    }

    @Test
    void anUndecodableDeltaEndsItsMarketsSpanOrThatOfAll() {
        c.books(1, 7, A, B);
        c.says(1, 7, 1, snapshot(A));
        c.says(1, 7, 2, snapshot(B));
        LineEvent known = c.entry(
                EntryKind.FRAME,
                1,
                "{\"type\":\"orderbook_delta\",\"sid\":7,\"seq\":3,\"msg\":{\"market_ticker\":\"" + A
                        + "\",\"price_dollars\":\"0.12345678\",\"delta_fp\":\"1.00\",\"side\":\"yes\"}}");
        LineEvent unknown =
                c.entry(EntryKind.FRAME, 1, "{\"type\":\"orderbook_delta\",\"sid\":7,\"seq\":4,\"msg\":{}}");

        assertThat(known.body()).isEqualTo(new LineEvent.SpansEnd(BreakReason.UNDECODABLE, List.of(A)));
        assertThat(known.breakBefore()).isNull();
        assertThat(unknown.body()).isInstanceOf(LineEvent.Kept.class);
        assertThat(unknown.breakBefore()).isEqualTo(BreakReason.UNDECODABLE);
        assertThat(c.feed.marketsInSpan()).isZero();
        assertThat(c.feed.statistics().undecodable()).isEqualTo(2);
    }

    @Test
    void rubbishIsKeptAndTheNextNumberShowsWhetherItMattered() {
        c.books(1, 7, A);
        c.says(1, 7, 1, snapshot(A));
        LineEvent rubbish = c.entry(EntryKind.FRAME, 1, "}{ not json");
        LineEvent unknown = c.entry(EntryKind.FRAME, 1, "{\"type\":\"weather\",\"sid\":7,\"seq\":2,\"msg\":{}}");

        assertThat(rubbish.body()).isInstanceOf(LineEvent.Kept.class);
        assertThat(rubbish.breakBefore()).isNull();
        assertThat(unknown.body()).isInstanceOf(LineEvent.Kept.class);
        assertThat(c.says(1, 7, 3, delta(A, Side.YES, 1000, 1)).body()).isInstanceOf(LineEvent.Delta.class);
    }

    @Test
    void answersConsumeNumbersAndChangeTheMarkets() {
        c.books(1, 7, A);
        c.says(1, 7, 1, snapshot(A));
        c.asks(1, 7, Action.ADD_MARKETS, B);
        assertThat(c.says(1, 2, 7, 2, new Message.Ok(List.of(A, B))).body()).isEqualTo(NOTHING);
        c.says(1, 7, 3, snapshot(B));
        c.asks(1, 7, Action.DELETE_MARKETS, A);
        LineEvent given = c.says(1, 3, 7, 4, new Message.Ok(List.of(B)));
        LineEvent late = c.says(1, 7, 5, delta(A, Side.YES, 1000, 5));

        assertThat(given.body()).isEqualTo(new LineEvent.SpansEnd(BreakReason.UNSUBSCRIBED, List.of(A)));
        assertThat(late.body()).isInstanceOf(LineEvent.HeldDelta.class);
        assertThat(c.feed.tickersInSpan()).containsExactly(B);
    }

    @Test
    void eachEndOfASubscriptionHasItsReason() {
        c.books(1, 7, A).moreBooks(1, 8, B).moreBooks(1, 9, "MARKET-C");
        c.says(1, 7, 1, snapshot(A));
        c.says(1, 8, 1, snapshot(B));
        c.says(1, 9, 1, snapshot("MARKET-C"));
        assertThat(c.says(1, 7, 2, new Message.Failure(25, "overflow", null)).body())
                .isEqualTo(new LineEvent.Break(BreakReason.OVERFLOW));
        assertThat(c.says(1, 8, 2, new Message.Failure(10, "channel", null)).body())
                .isEqualTo(new LineEvent.Break(BreakReason.CHANNEL_ERROR));
        assertThat(c.says(1, 9, 2, new Message.Unsubscribed()).body())
                .isEqualTo(new LineEvent.Break(BreakReason.UNSUBSCRIBED));
        assertThat(c.feed.marketsInSpan()).isZero();
        assertThat(c.says(1, 7, 3, delta(A, Side.YES, 1000, 5)).body()).isInstanceOf(LineEvent.Kept.class);
        LineEvent closed = c.closed(1);
        assertThat(closed.body()).isEqualTo(new LineEvent.Break(BreakReason.CUT));
        assertThat(closed.sid()).isZero();
    }

    @Test
    void anErrorThatNamesNoSubscriptionEndsAllOfItsConnection() {
        c.books(1, 7, A).books(2, 7, B);
        c.says(1, 7, 1, snapshot(A));
        c.says(2, 7, 1, snapshot(B));
        LineEvent error = c.says(1, Envelope.ABSENT, Envelope.ABSENT, new Message.Failure(25, "overflow", null));

        assertThat(error.body()).isEqualTo(new LineEvent.Break(BreakReason.OVERFLOW));
        assertThat(error.sid()).isZero();
        assertThat(c.feed.tickersInSpan()).containsExactly(B);
    }

    @Test
    void aNewBootBeginsWithNothingAndSaysHowTheLastOneEnded() {
        c.books(1, 7, A);
        c.says(1, 7, 1, snapshot(A));
        assertThat(c.boots(StartNote.Predecessor.CRASHED).body()).isEqualTo(new LineEvent.Break(BreakReason.CRASHED));
        assertThat(c.feed.marketsInSpan()).isZero();
        c.books(1, 7, A);
        c.says(1, 7, 1, snapshot(A));
        assertThat(c.entry(EntryKind.STOPPED, 0, "").body()).isEqualTo(new LineEvent.Break(BreakReason.STOPPED));
        assertThat(c.boots(StartNote.Predecessor.STOPPED).body()).isEqualTo(NOTHING);
    }

    @Test
    void aSnapshotOnAnotherSubscriptionMovesTheMarketThere() {
        c.books(1, 7, A).books(2, 3, A);
        c.says(1, 7, 1, snapshot(A, yes(1000, 5)));
        LineEvent moved = c.says(2, 3, 1, snapshot(A, yes(1000, 6)));
        LineEvent old = c.says(1, 7, 2, delta(A, Side.YES, 1000, 1));
        LineEvent fresh = c.says(2, 3, 2, delta(A, Side.YES, 1000, 1));

        assertThat(((LineEvent.Snapshot) moved.body()).role()).isEqualTo(SnapshotRole.STARTS);
        assertThat(old.body()).isEqualTo(NOTHING);
        assertThat(((LineEvent.Delta) fresh.body()).change().sizeAfter()).isEqualTo(7);
        c.closed(1);
        assertThat(c.feed.tickersInSpan()).containsExactly(A);
    }

    @Test
    void channelsWithoutSnapshotsBeginWithTheirAcknowledgement() {
        c.opened(1);
        long id = c.sent(1, new Command.Subscribe(c.nextId(), List.of("trade"), List.of()));
        LineEvent starts = c.says(1, id, Envelope.ABSENT, Envelope.ABSENT, new Message.Subscribed("trade", 2));

        assertThat(starts.body()).isEqualTo(new LineEvent.ChannelStarts("trade"));
        assertThat(starts.sid()).isEqualTo(2);
    }

    @Test
    void whatTheJournalLostEndsEverythingAndKeepsItsPlace() {
        c.books(1, 7, A);
        c.says(1, 7, 1, snapshot(A));
        Position lost = new Position(1, c.feed.position().n() + 1);
        LineEvent row = c.feed.unreadable(lost, "bit rot");

        assertThat(row.n()).isEqualTo(lost.n());
        assertThat(row.body()).isEqualTo(new LineEvent.Break(BreakReason.UNDECODABLE));
        assertThat(c.feed.marketsInSpan()).isZero();
    }

    @Test
    void anEntryThatDoesNotFollowIsAProgrammersError() {
        c.opened(1);
        assertThatThrownBy(() -> c.feed.unreadable(new Position(1, 3), "skipped"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTornOrForeignCheckpointIsRefused() {
        c.books(1, 7, A);
        byte[] whole = c.feed.save();
        assertThatThrownBy(() -> Feed.restore(Arrays.copyOf(whole, whole.length - 1)))
                .isInstanceOf(UnreadableCheckpoint.class);
        assertThatThrownBy(() -> Feed.restore(new byte[0])).isInstanceOf(UnreadableCheckpoint.class);
        assertThat(Feed.restore(whole).position()).isEqualTo(c.feed.position());
    }

    @Test
    void aCheckpointKeepsWhatEndedAndWhatIsUnderWay() {
        c.books(1, 7, A).moreBooks(1, 8, B);
        c.says(1, 7, 1, snapshot(A, yes(1000, 5)));
        c.says(1, 8, 1, snapshot(B, yes(1000, 5)));
        c.says(1, 8, 2, new Message.Failure(25, "overflow", null));
        c.asks(1, 7, Action.GET_SNAPSHOT, A);
        long adding = c.sent(1, new Command.Update(c.nextId(), 7, Action.ADD_MARKETS, List.of("MARKET-C")));
        int before = c.entries.size();
        Feed restored = Feed.restore(c.feed.save());
        c.says(1, 8, 3, delta(B, Side.YES, 1000, 1));
        c.says(1, 7, 2, snapshot(A));
        c.says(1, adding, 7, 3, new Message.Ok(List.of(A, "MARKET-C")));
        c.says(1, 7, 4, delta("MARKET-C", Side.YES, 1000, 1));
        c.says(1, 7, 5, snapshot("MARKET-C", yes(1000, 1)));
        c.says(1, 7, 5, snapshot("MARKET-C", yes(1000, 1)));

        List<LineEvent> again =
                c.entries.stream().skip(before).map(restored::accept).toList();
        assertThat(again).isEqualTo(c.rows.subList(before, c.rows.size()));
        assertThat(again.get(0).body()).isInstanceOf(LineEvent.Kept.class);
        assertThat(((LineEvent.Snapshot) again.get(1).body()).role()).isEqualTo(SnapshotRole.REPLACES);
        assertThat(((LineEvent.Snapshot) again.get(4).body()).prologue()).hasSize(1);
        assertThat(again.get(5).body()).isEqualTo(NOTHING);
    }

    @Test
    void aPriceBeyondOneDollarEndsTheSpan() {
        c.books(1, 7, A);
        c.says(1, 7, 1, snapshot(A));
        LineEvent beyond = c.says(1, 7, 2, delta(A, Side.YES, 1_500_000, 100));

        assertThat(beyond.body()).isEqualTo(new LineEvent.SpansEnd(BreakReason.UNDECODABLE, List.of(A)));
    }

    private static long hash(Level... levels) {
        Book book = new Book();
        book.replace(List.of(levels));
        return book.hash();
    }
}

package trifecta.market.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static trifecta.market.ledger.LedgerChannel.ORDERBOOK;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import trifecta.market.BookChange;
import trifecta.market.BreakReason;
import trifecta.market.LineEvent.Prologue;
import trifecta.market.Side;
import trifecta.market.Times;
import trifecta.market.ledger.LedgerChanges.SpanBegun;
import trifecta.market.ledger.LedgerChanges.SpanEnded;
import trifecta.market.ledger.LedgerChanges.SpanVerified;
import trifecta.market.ledger.LedgerChanges.StretchState;

class LineLedgerTest {
    private static final Subscription FIRST = new Subscription(1, 1);
    private static final Subscription SECOND = new Subscription(1, 2);

    private final AtomicLong numbers = new AtomicLong();
    private final LineLedger ledger = new LineLedger(0, numbers::incrementAndGet);

    @Test
    void aSpanIsClaimedBehindTheFirstTimeToldAfterItsSnapshot() {
        ledger.starts(FIRST, "A", List.of(), false);
        assertThat(ledger.drain(true).begun()).isEmpty();
        heard(FIRST, 1_000_001);
        assertThat(ledger.drain(true).begun()).containsExactly(new SpanBegun(2, 1, 0, "A", 1_000_002));
    }

    @Test
    void aTimeOfWholeMillisecondsMayStandForAnyMomentOfIt() {
        ledger.starts(FIRST, "A", List.of(), false);
        heard(FIRST, 1_000_000);
        assertThat(ledger.drain(true).begun()).containsExactly(new SpanBegun(2, 1, 0, "A", 1_001_000));
    }

    @Test
    void aBreakEndsTheClaimAtTheLastTimeToldWhateverTheClockSays() {
        ledger.starts(FIRST, "A", List.of(), false);
        heard(FIRST, 1_000_001);
        heard(FIRST, 2_000_001);
        assertThat(ledger.breaks(1, 0, BreakReason.CUT, false)).containsExactly("A");
        StretchState last = ledger.drain(false).stretches().getLast();
        assertThat(last.toMicros()).isEqualTo(2_000_001);
        assertThat(last.reason()).isEqualTo(BreakReason.CUT);
        assertThat(ledger.of("A")).isNull();
    }

    @Test
    void behindAHoleAMarketIsClaimedFromTheFirstMessageWhenAllOfItsChangesWereHeld() {
        ledger.starts(FIRST, "A", List.of(), false);
        ledger.starts(FIRST, "B", List.of(), false);
        heard(FIRST, 1_000_001);
        boolean _ = ledger.drain(true).begun().isEmpty();
        ledger.breaks(1, 1, BreakReason.SEQUENCE_GAP, true);
        heard(FIRST, 5_000_001);
        ledger.held(FIRST, "A");
        ledger.starts(FIRST, "A", prologue(5_000_001), false);
        ledger.starts(FIRST, "B", List.of(), false);
        assertThat(ledger.drain(true).begun())
                .extracting(SpanBegun::market, SpanBegun::fromMicros)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("A", 5_000_002L),
                        org.assertj.core.groups.Tuple.tuple("B", 5_000_002L));
    }

    @Test
    void behindAHoleAMarketOfWhichAChangeWasNotHeldWaitsForTheNextMessage() {
        ledger.starts(FIRST, "A", List.of(), false);
        heard(FIRST, 1_000_001);
        ledger.breaks(1, 1, BreakReason.SEQUENCE_GAP, true);
        heard(FIRST, 5_000_001);
        ledger.held(FIRST, "A");
        heard(FIRST, 6_000_001);
        ledger.held(FIRST, "A");
        ledger.starts(FIRST, "A", prologue(6_000_001), false);
        boolean _ = ledger.drain(true).begun().isEmpty();
        heard(FIRST, 7_000_001);
        assertThat(ledger.drain(true).begun()).extracting(SpanBegun::fromMicros).containsExactly(7_000_002L);
    }

    @Test
    void anEmptyBookBehindAHoleIsClaimedFromTheNextMessageOn() {
        ledger.starts(FIRST, "A", List.of(), false);
        heard(FIRST, 1_000_001);
        ledger.breaks(1, 1, BreakReason.SEQUENCE_GAP, true);
        heard(FIRST, 5_000_001);
        ledger.starts(FIRST, "A", List.of(), true);
        boolean _ = ledger.drain(true).begun().isEmpty();
        heard(FIRST, 7_000_001);
        assertThat(ledger.drain(true).begun()).extracting(SpanBegun::fromMicros).containsExactly(7_000_002L);
    }

    @Test
    void whatWasDroppedWithinASpanIsNotClaimed() {
        ledger.starts(FIRST, "A", List.of(), false);
        heard(FIRST, 1_000_001);
        heard(FIRST, 5_000_001);
        ledger.interrupted("A", 3_000_000);
        heard(FIRST, 7_000_001);
        LedgerChanges changes = ledger.drain(true);
        assertThat(changes.ended()).extracting(SpanEnded::toMicros).containsExactly(3_000_000L);
        assertThat(changes.begun()).extracting(SpanBegun::fromMicros).containsExactly(1_000_002L, 7_000_002L);
    }

    @Test
    void aMarketThatIsNewBehindAHoleIsNotClaimedFromTheHole() {
        heard(FIRST, 1_000_001);
        ledger.breaks(1, 1, BreakReason.SEQUENCE_GAP, true);
        heard(FIRST, 5_000_001);
        ledger.starts(FIRST, "NEW", List.of(), false);
        heard(FIRST, 8_000_001);
        assertThat(ledger.drain(true).begun()).extracting(SpanBegun::fromMicros).containsExactly(8_000_002L);
    }

    @Test
    void aContradictedSpanIsClaimedUpToTheLastSnapshotThatAgreed() {
        ledger.starts(FIRST, "A", List.of(), false);
        heard(FIRST, 1_000_001);
        heard(FIRST, 2_000_001);
        ledger.verified("A", false);
        heard(FIRST, 3_000_001);
        ledger.refuted("A");
        LedgerChanges changes = ledger.drain(true);
        assertThat(changes.verified()).containsExactly(new SpanVerified(2, "A", 2_000_001));
        assertThat(changes.ended()).containsExactly(new SpanEnded(2, "A", 2_000_001, BreakReason.SNAPSHOT_DISAGREES));
    }

    @Test
    void aDoubtThatNothingClearedEndsTheClaimWhereItWasLastKnownToBeRight() {
        ledger.starts(FIRST, "A", List.of(), false);
        ledger.starts(FIRST, "B", List.of(), false);
        ledger.starts(FIRST, "C", List.of(), false);
        heard(FIRST, 1_000_001);
        heard(FIRST, 2_000_001);
        ledger.verified("A", false);
        ledger.verified("B", false);
        ledger.verified("C", false);
        heard(FIRST, 3_000_001);
        ledger.doubted("A");
        ledger.doubted("B");
        ledger.doubted("C");
        ledger.verified("B", false);
        ledger.replaced("C");
        heard(FIRST, 4_000_001);
        ledger.breaks(1, 1, BreakReason.CUT, false);
        LedgerChanges changes = ledger.drain(true);
        assertThat(changes.ended())
                .as("of A what was verified, of B everything, of C what was verified before its book was replaced")
                .extracting(SpanEnded::market, SpanEnded::toMicros)
                .containsExactlyInAnyOrder(tuple("A", 2_000_001L), tuple("C", 2_000_001L));
        assertThat(changes.begun()).extracting(SpanBegun::market).containsExactly("A", "B", "C", "C");
    }

    @Test
    void timesThatRunBackwardsTakeTheirMarginOffBothEnds() {
        ledger.starts(FIRST, "A", List.of(), false);
        heard(FIRST, 9_000_001);
        heard(FIRST, 8_500_001);
        ledger.starts(FIRST, "B", List.of(), false);
        heard(FIRST, 8_900_001);
        ledger.breaks(0, 0, BreakReason.STOPPED, false);
        LedgerChanges changes = ledger.drain(true);
        assertThat(changes.begun()).extracting(SpanBegun::fromMicros).containsExactly(9_000_002L, 9_000_002L);
        assertThat(changes.stretches().getLast().toMicros()).isEqualTo(8_500_001);
        assertThat(changes.stretches().getLast().marginMicros()).isEqualTo(500_000);
    }

    @Test
    void anAnswerProvesASilentSubscriptionUpToWhatTheLineHadHeardWhenItAsked() {
        ledger.starts(FIRST, "A", List.of(), false);
        heard(FIRST, 1_000_001);
        heard(SECOND, 9_000_001);
        ledger.asked(FIRST, List.of("A"));
        heard(SECOND, 12_000_001);
        ledger.verified("A", false);
        assertThat(ledger.drain(true).verified()).containsExactly(new SpanVerified(2, "A", 7_000_001));
    }

    @Test
    void aLateAnswerToAnEarlierQuestionProvesNoMoreThanThatOne() {
        ledger.starts(FIRST, "A", List.of(), false);
        ledger.starts(FIRST, "B", List.of(), false);
        heard(FIRST, 1_000_001);
        heard(SECOND, 4_000_001);
        ledger.asked(FIRST, List.of("A", "B"));
        ledger.verified("A", false);
        heard(SECOND, 9_000_001);
        ledger.asked(FIRST, List.of("B"));
        ledger.verified("B", false);
        assertThat(ledger.drain(true).verified())
                .extracting(SpanVerified::toMicros)
                .containsExactly(2_000_001L, 2_000_001L);
    }

    @Test
    void whatWasKeptGoesOnAsIfNothingHadBeenBetween() {
        ledger.starts(FIRST, "A", List.of(), false);
        heard(FIRST, 1_000_001);
        ledger.verified("A", false);
        ledger.starts(FIRST, "WAITING", List.of(), false);
        LedgerChanges before = ledger.drain(true);
        LineLedger restored = new LineLedger(0, numbers::incrementAndGet);
        restored.restore(before.stretches().getLast());
        for (String market : List.of("A", "WAITING")) {
            LineLedger.Kept kept = ledger.kept(market);
            assertThat(kept).isNotNull();
            if (kept != null) {
                restored.restore(market, kept);
            }
        }
        List<String> begun = new ArrayList<>(restored.heard(1, 1, ORDERBOOK, 2_000_001));
        assertThat(begun).containsExactly("WAITING");
        assertThat(restored.breaks(1, 1, BreakReason.CUT, false)).containsExactly("A", "WAITING");
        assertThat(restored.drain(true).stretches().getLast().stretch()).isEqualTo(1);
    }

    @Test
    void aLineThatIsReadAnewIsNotProvenByWhatItToldBefore() {
        heard(SECOND, 90_000_001);
        List<String> _ = ledger.breaks(0, 0, BreakReason.CUT, false);
        ledger.readAnew();
        ledger.starts(FIRST, "A", List.of(), false);
        heard(FIRST, 1_000_001);
        ledger.asked(FIRST, List.of("A"));
        ledger.verified("A", false);
        LedgerChanges changes = ledger.drain(true);
        assertThat(changes.stretches().getLast().toMicros()).isEqualTo(1_000_001);
        assertThat(changes.verified()).isEmpty();
    }

    @Test
    void aTimeFarAheadCountsOnlyWhenTheNextMessageConfirmsIt() {
        ledger.starts(FIRST, "A", List.of(), false);
        heard(FIRST, 1_000_001);
        heard(FIRST, 2_000_001);
        heard(FIRST, 80_000_000_001L);
        List<String> _ = ledger.breaks(1, 1, BreakReason.CUT, false);
        assertThat(ledger.drain(true).stretches().getLast().toMicros()).isEqualTo(2_000_001);
        assertThat(ledger.latestMicros()).isEqualTo(2_000_001);

        ledger.starts(SECOND, "A", List.of(), false);
        heard(SECOND, 3_000_001);
        heard(SECOND, 500_000_001);
        heard(SECOND, 510_000_001);
        assertThat(ledger.drain(true).stretches().getLast().toMicros())
                .as("a long silence")
                .isEqualTo(510_000_001);
    }

    @Test
    void aTimeLongPastIsNotBelieved() {
        heard(FIRST, 900_000_001);
        heard(FIRST, 1);
        heard(FIRST, 900_000_101);
        StretchState state = ledger.drain(true).stretches().getLast();
        assertThat(state.toMicros()).isEqualTo(900_000_101);
        assertThat(state.marginMicros()).isZero();
    }

    @Test
    void whatWaitsForADecisionWhenASpanEndsIsNotClaimed() {
        ledger.starts(FIRST, "A", List.of(), false);
        heard(FIRST, 1_000_001);
        heard(FIRST, 5_000_001);
        List<String> _ = ledger.breaks(1, 1, BreakReason.CUT, false, market -> 3_000_000);
        assertThat(ledger.drain(true).ended()).containsExactly(new SpanEnded(2, "A", 3_000_000, BreakReason.CUT));
    }

    @Test
    void aMarketThatLostAChangeBehindAHoleIsNotClaimedFromTheHole() {
        ledger.starts(FIRST, "A", List.of(), false);
        heard(FIRST, 1_000_001);
        ledger.breaks(1, 1, BreakReason.SEQUENCE_GAP, true);
        heard(FIRST, 5_000_001);
        ledger.forget(FIRST, "A");
        ledger.starts(FIRST, "A", List.of(), false);
        heard(FIRST, 6_000_001);
        assertThat(ledger.drain(true).begun()).extracting(SpanBegun::fromMicros).contains(6_000_002L);
    }

    @Test
    void theEmptyBookOfTheCloseAnswersNoQuestion() {
        ledger.starts(FIRST, "A", List.of(), false);
        heard(FIRST, 1_000_001);
        heard(SECOND, 20_000_001);
        ledger.asked(FIRST, List.of("A"));
        ledger.verified("A", true);
        assertThat(ledger.drain(true).stretches())
                .extracting(StretchState::toMicros)
                .doesNotContain(18_000_001L);
    }

    @Test
    void aMessageWithoutTimeProvesNothing() {
        ledger.starts(FIRST, "A", List.of(), false);
        heard(FIRST, Times.ABSENT);
        ledger.verified("A", false);
        LedgerChanges changes = ledger.drain(true);
        assertThat(changes.begun()).isEmpty();
        assertThat(changes.verified()).isEmpty();
    }

    private void heard(Subscription subscription, long micros) {
        List<String> _ = ledger.heard(subscription.connection(), subscription.sid(), ORDERBOOK, micros);
    }

    private static List<Prologue> prologue(long micros) {
        return List.of(new Prologue(1, micros, new BookChange(micros, Side.YES, 500_000, 100, 100, 7)));
    }
}

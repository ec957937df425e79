package trifecta.cli.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import trifecta.market.Level;
import trifecta.market.Side;
import trifecta.market.Times;
import trifecta.market.Trade;
import trifecta.protocol.Envelope;
import trifecta.protocol.Frame;
import trifecta.protocol.Message;

class VerdictTest {
    private static final String MARKET = "KXTEST-1";

    private final Watch first = new Watch();
    private final Watch second = new Watch();

    @Test
    void twoConnectionsThatTellTheSameAgree() {
        both(0, 1, 2, 3);
        Verdict verdict = verdict();
        assertThat(verdict.agrees()).isTrue();
        assertThat(text(verdict)).contains("content and order agree, deltas with the same book after each: 3");
        assertThat(text(verdict)).contains("to the microsecond");
    }

    @Test
    void aLaterSubscriptionIsNoLoss() {
        subscribed(first, 0);
        snapshot(first, 1, 1000);
        delta(first, 2, 100, 1_000_000);
        delta(first, 3, 200, 2_000_000);
        delta(first, 4, 300, 3_000_000);
        subscribed(second, 0);
        snapshot(second, 1, 1100);
        delta(second, 2, 200, 2_000_000);
        delta(second, 3, 300, 3_000_000);
        assertThat(verdict().agrees()).isTrue();
    }

    @Test
    void aMessageThatOneConnectionLostIsNamed() {
        both(0);
        delta(first, 2, 100, 1_000_000);
        delta(second, 2, 100, 1_000_000);
        delta(first, 3, 200, 2_000_000);
        delta(first, 4, -200, 3_000_000);
        delta(first, 5, 300, 4_000_000);
        delta(second, 3, 300, 4_000_000);
        Verdict verdict = verdict();
        assertThat(verdict.agrees()).isFalse();
        assertThat(text(verdict)).contains("2 came on connection 1 only");
    }

    @Test
    void stampsPerConnectionAreSaid() {
        both(0);
        delta(first, 2, 100, 1_000_000);
        delta(second, 2, 100, 1_003_000);
        assertThat(text(verdict())).contains("differ by -3,000");
    }

    @Test
    void absentStampsAreSaid() {
        both(0);
        delta(first, 2, 100, 1_000_000);
        delta(second, 2, 100, Times.ABSENT);
        assertThat(text(verdict())).contains("1 of connection 2");
    }

    @Test
    void aJumpInTheSequenceIsNamed() {
        both(0);
        delta(first, 3, 100, 1_000_000);
        assertThat(text(verdict())).contains("jumps from 1 to 3");
    }

    @Test
    void aMarketWithoutSnapshotIsNamed() {
        Verdict verdict = Verdict.of(first, second, List.of("NOBODY"));
        assertThat(verdict.agrees()).isFalse();
    }

    @Test
    void aLossThatNothingMakesGoodIsNamed() {
        both(0);
        for (int i = 1; i <= 100; i++) {
            delta(first, 1 + i, 100 + i, i * 1_000_000L);
            if (i != 2) {
                delta(second, i < 2 ? 1 + i : i, 100 + i, i * 1_000_000L);
            }
        }
        assertThat(verdict().agrees()).isFalse();
        assertThat(text(verdict()))
                .contains("of the deltas 99 agree, 1 came on connection 1 only and 0 on connection 2 only")
                .contains("after 98 of the common deltas the books differ")
                .contains("at exchange time 1970-01-01T00:00:03Z");
    }

    @Test
    void aHundredAgainstNoneIsNoQuietMarket() {
        both(0);
        for (int i = 1; i <= 100; i++) {
            delta(first, 1 + i, 100, i * 1_000_000L);
        }
        assertThat(verdict().agrees()).isFalse();
        assertThat(text(verdict())).contains("100 came on connection 1 only").doesNotContain("nothing changed");
    }

    @Test
    void whatCameJustBeforeTheOthersEndIsNoLossAndWhatCameLongBeforeIs() {
        both(0);
        delta(first, 2, 100, 10_000_000);
        second.ended(11_000_000);
        assertThat(verdict().agrees()).isTrue();
        second.ended(13_000_000);
        assertThat(verdict().agrees()).isFalse();
    }

    @Test
    void aMarketThatIsQuietAfterTheLaterSubscriptionIsNoLoss() {
        subscribed(first, 0);
        snapshot(first, 1, 1000);
        delta(first, 2, 100, 1_000_000);
        subscribed(second, 0);
        snapshot(second, 1, 1100, 2_000_000);
        assertThat(verdict().agrees()).isTrue();
        assertThat(text(verdict())).contains("nothing changed on both");
    }

    @Test
    void aBookThatCameBackToItsStartIsQuietOnlyForTheOneThatCameLater() {
        subscribed(first, 0);
        snapshot(first, 1, 1000);
        delta(first, 2, 100, 1_000_000);
        delta(first, 3, -100, 2_000_000);
        subscribed(second, 0);
        snapshot(second, 1, 1000, 3_000_000);
        assertThat(verdict().agrees()).isTrue();
        Watch earlier = new Watch();
        subscribed(earlier, 0);
        snapshot(earlier, 1, 1000);
        Verdict verdict = Verdict.of(first, earlier, List.of(MARKET));
        assertThat(verdict.agrees()).isFalse();
        assertThat(text(verdict)).contains("2 came on connection 1 only");
    }

    @Test
    void snapshotsThatNeverAgreeAreNamed() {
        subscribed(first, 0);
        snapshot(first, 1, 1000);
        subscribed(second, 0);
        snapshot(second, 1, 900);
        assertThat(verdict().agrees()).isFalse();
        assertThat(text(verdict())).contains("neither snapshot is a state of the other");
    }

    @Test
    void tradesOnOneConnectionAloneAreNamed() {
        both(0);
        trade(first, "a", 10_000_000);
        trade(second, "a", 10_000_000);
        trade(second, "b", 11_000_000);
        assertThat(verdict().agrees()).isFalse();
        assertThat(text(verdict())).contains("1 are common, 0 came on connection 1 only and 1 on connection 2 only");
    }

    @Test
    void aTradeBeforeTheOthersSubscriptionIsNoLoss() {
        both(0);
        trade(first, "a", 10_000_000);
        subscribed(second, 12_000_000);
        assertThat(verdict().agrees()).isTrue();
    }

    @Test
    void framesOfATypeThatNobodyKnowsAreSaid() {
        both(0);
        first.accept(
                new Frame(new Envelope("novelty", Envelope.ABSENT, 1, Envelope.ABSENT), new Message.Unknown("novelty")),
                0);
        assertThat(verdict().agrees()).isFalse();
        assertThat(text(verdict())).contains("connection 1: 1 frames of type \"novelty\"");
    }

    @Test
    void everyLineFitsATerminal() {
        both(0);
        delta(first, 2, 100, 1_000_000);
        delta(second, 2, 100, Times.ABSENT);
        delta(second, 4, 100, Times.ABSENT);
        assertThat(verdict().lines())
                .hasSizeGreaterThan(4)
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    private static String text(Verdict verdict) {
        return String.join(" ", verdict.lines()).replaceAll(" +", " ");
    }

    private Verdict verdict() {
        return Verdict.of(first, second, List.of(MARKET));
    }

    private void both(int... hundreds) {
        for (Watch watch : List.of(first, second)) {
            subscribed(watch, 0);
            snapshot(watch, 1, 1000);
            for (int i = 1; i < hundreds.length; i++) {
                delta(watch, i + 1, hundreds[i] * 100L, hundreds[i] * 1_000_000L);
            }
        }
    }

    private static void subscribed(Watch watch, long receivedAtMicros) {
        watch.accept(
                new Frame(
                        new Envelope("subscribed", Envelope.ABSENT, Envelope.ABSENT, Envelope.ABSENT),
                        new Message.Subscribed("trade", 2)),
                receivedAtMicros);
    }

    private static void trade(Watch watch, String id, long micros) {
        watch.accept(
                new Frame(
                        new Envelope("trade", Envelope.ABSENT, Envelope.ABSENT, Envelope.ABSENT),
                        new Message.Trade(new Trade(id, MARKET, micros, 500_000, 500_000, 100, Side.YES, null, false))),
                micros);
    }

    private static void snapshot(Watch watch, long seq, long size) {
        snapshot(watch, seq, size, 0);
    }

    private static void snapshot(Watch watch, long seq, long size, long receivedAtMicros) {
        watch.accept(
                new Frame(
                        new Envelope("orderbook_snapshot", Envelope.ABSENT, 1, seq),
                        new Message.Snapshot(MARKET, List.of(new Level(Side.YES, 500_000, size)), Times.ABSENT)),
                receivedAtMicros);
    }

    private static void delta(Watch watch, long seq, long delta, long exchangeMicros) {
        watch.accept(
                new Frame(
                        new Envelope("orderbook_delta", Envelope.ABSENT, 1, seq),
                        new Message.Delta(MARKET, exchangeMicros, Side.YES, 500_000, delta)),
                exchangeMicros);
    }
}

package trifecta.cli.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import trifecta.market.Level;
import trifecta.market.Side;
import trifecta.market.Times;
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
        assertThat(verdict.lines()).anySatisfy(line -> assertThat(line).contains("content and order agree, 3 deltas"));
        assertThat(verdict.lines()).anySatisfy(line -> assertThat(line).contains("to the microsecond"));
    }

    @Test
    void aLaterSubscriptionIsNoLoss() {
        snapshot(first, 1, 1000);
        delta(first, 2, 100, 1_000_000);
        delta(first, 3, 200, 2_000_000);
        delta(first, 4, 300, 3_000_000);
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
        assertThat(verdict.lines()).anySatisfy(line -> assertThat(line).contains("2 came on connection 1 only"));
    }

    @Test
    void stampsPerConnectionAreSaid() {
        both(0);
        delta(first, 2, 100, 1_000_000);
        delta(second, 2, 100, 1_003_000);
        assertThat(verdict().lines()).anySatisfy(line -> assertThat(line).contains("differ by -3,000"));
    }

    @Test
    void absentStampsAreSaid() {
        both(0);
        delta(first, 2, 100, 1_000_000);
        delta(second, 2, 100, Times.ABSENT);
        assertThat(verdict().lines()).anySatisfy(line -> assertThat(line).contains("1 of connection 2"));
    }

    @Test
    void aJumpInTheSequenceIsNamed() {
        both(0);
        delta(first, 3, 100, 1_000_000);
        assertThat(verdict().lines()).anySatisfy(line -> assertThat(line).contains("jumps from 1 to 3"));
    }

    @Test
    void aMarketWithoutSnapshotIsNamed() {
        Verdict verdict = Verdict.of(first, second, List.of("NOBODY"));
        assertThat(verdict.agrees()).isFalse();
    }

    private Verdict verdict() {
        return Verdict.of(first, second, List.of(MARKET));
    }

    private void both(int... hundreds) {
        for (Watch watch : List.of(first, second)) {
            snapshot(watch, 1, 1000);
            for (int i = 1; i < hundreds.length; i++) {
                delta(watch, i + 1, hundreds[i] * 100L, hundreds[i] * 1_000_000L);
            }
        }
    }

    private static void snapshot(Watch watch, long seq, long size) {
        watch.accept(
                new Frame(
                        new Envelope("orderbook_snapshot", Envelope.ABSENT, 1, seq),
                        new Message.Snapshot(MARKET, List.of(new Level(Side.YES, 500_000, size)), Times.ABSENT)),
                0);
    }

    private static void delta(Watch watch, long seq, long delta, long exchangeMicros) {
        watch.accept(
                new Frame(
                        new Envelope("orderbook_delta", Envelope.ABSENT, 1, seq),
                        new Message.Delta(MARKET, exchangeMicros, Side.YES, 500_000, delta)),
                exchangeMicros);
    }
}

package trifecta.deduplicator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import trifecta.market.BookChange;
import trifecta.market.LineEvent;
import trifecta.market.Side;
import trifecta.market.Times;
import trifecta.market.arbitration.LineClocks;
import trifecta.store.LineCursor;
import trifecta.store.local.LineBatch;

class HeldBatchesTest {
    private static final long NOW = 5_000_000_000L;

    private final LineClocks clocks = new LineClocks(2);
    private final HeldBatches held = new HeldBatches(2, clocks);

    @Test
    void theFirstLineWithTimesDoesNotWait() {
        held.add(0, deltas(0, 10, 0), NOW);
        assertThat(held.release(0, NOW)).hasSize(1);
    }

    @Test
    void theSecondLineWaitsUntilItsTimesAgree() {
        held.add(0, deltas(0, 100, 0), NOW);
        held.add(1, deltas(0, 10, 0), NOW);
        assertThat(held.release(1, NOW)).isEmpty();
        held.add(1, deltas(10, 100, 0), NOW);
        assertThat(held.release(1, NOW)).hasSize(2);
    }

    @Test
    void aLineWithoutTimesStaysBehindOneWithTimes() {
        held.add(0, deltas(0, 100, 0), NOW);
        held.add(1, deltas(0, 100, Times.ABSENT), NOW);
        assertThat(held.release(1, NOW)).isEmpty();
        held.add(0, deltas(100, 200, 0), NOW);
        assertThat(held.release(1, NOW)).hasSize(1);
    }

    @Test
    void aLineWithoutTimesGoesOnAloneWhenTheOtherEnds() {
        held.add(0, deltas(0, 100, 0), NOW);
        held.add(1, deltas(0, 100, Times.ABSENT), NOW);
        assertThat(held.release(1, NOW)).isEmpty();
        held.add(1, deltas(100, 500, Times.ABSENT), NOW);
        assertThat(held.release(1, NOW)).hasSize(2);
    }

    @Test
    void aHeldLineIsReleasedWhenItIsAlone() {
        held.add(0, deltas(0, 100, 0), NOW);
        held.add(1, deltas(2000, 2010, 0), NOW);
        assertThat(held.release(1, NOW)).hasSize(1);
    }

    @Test
    void aLineThatHasSaidNothingYetWaitsForNobodyAndIsNoReference() {
        held.add(0, heartbeats(5), NOW);
        assertThat(held.release(0, NOW)).hasSize(1);
        held.add(0, deltas(0, 10, Times.ABSENT), NOW);
        held.add(1, deltas(0, 100, 0), NOW);
        assertThat(held.release(1, NOW)).hasSize(1);
        assertThat(clocks.isComparable(1)).isTrue();
        assertThat(clocks.isComparable(0)).isFalse();
    }

    @Test
    void aReferenceWhoseStampsStopIsNoneAnyMore() {
        held.add(0, deltas(0, 100, 0), NOW);
        held.add(1, deltas(500, 510, 0), NOW);
        assertThat(held.release(1, NOW)).isEmpty();
        held.add(0, deltas(600, 700, Times.ABSENT), NOW);
        assertThat(held.release(1, NOW)).hasSize(1);
    }

    @Test
    void whatWaitsIsReleasedWhenNothingArrivesAnyMore() {
        held.add(0, deltas(0, 100, 0), NOW);
        held.add(1, deltas(0, 100, Times.ABSENT), NOW);
        assertThat(held.release(1, NOW + HeldBatches.LEADERLESS_MICROS - 1)).isEmpty();
        assertThat(held.release(1, NOW + HeldBatches.LEADERLESS_MICROS)).hasSize(1);
    }

    @Test
    void aLineThatIsBeingComparedIsReleasedWhenNothingArrivesAnyMore() {
        held.add(0, deltas(0, 100, 0), NOW);
        held.add(1, deltas(0, 10, 0), NOW);
        assertThat(held.release(1, NOW + HeldBatches.SILENT_MICROS - 1)).isEmpty();
        assertThat(held.release(1, NOW + HeldBatches.SILENT_MICROS)).hasSize(1);
    }

    private static LineBatch heartbeats(int count) {
        List<LineEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(new LineEvent(i + 1, 1_000_000_000L + i, 0, 0, null, new LineEvent.Heartbeat()));
        }
        return new LineBatch.Rows(1, events, LineCursor.START);
    }

    /** Changes from one second's hundredth to another, a change each 10 ms. */
    private static LineBatch deltas(int from, int to, long stamp) {
        List<LineEvent> events = new ArrayList<>();
        for (int i = from; i < to; i++) {
            long micros = 1_000_000_000L + i * 10_000L;
            events.add(new LineEvent(
                    i + 1,
                    micros,
                    1,
                    1,
                    null,
                    new LineEvent.Delta(
                            "M",
                            new BookChange(
                                    stamp == Times.ABSENT ? Times.ABSENT : micros, Side.YES, 500_000, 1, i, 7L * i))));
        }
        return new LineBatch.Rows(1, events, LineCursor.START);
    }
}

package trifecta.feed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import trifecta.feed.SequenceTracker.Outcome;

class SequenceTrackerTest {
    private final FirstNumber first = new FirstNumber();
    private final SequenceTracker tracker = new SequenceTracker(first);

    @Test
    void aJumpTellsHowManyAreMissing() {
        assertThat(tracker.accept(1, 10)).isEqualTo(Outcome.IN_ORDER);
        assertThat(tracker.accept(5, 50)).isEqualTo(Outcome.GAP);
        assertThat(tracker.missing()).isEqualTo(3);
        assertThat(tracker.accept(6, 60)).isEqualTo(Outcome.IN_ORDER);
    }

    @Test
    void aRepeatNeedsTheSameBytes() {
        tracker.accept(1, 10);
        tracker.accept(2, 20);
        assertThat(tracker.accept(1, 10)).isEqualTo(Outcome.REPEAT);
        assertThat(tracker.accept(3, 30)).isEqualTo(Outcome.IN_ORDER);
        assertThat(tracker.accept(2, 21)).isEqualTo(Outcome.RESTART);
        assertThat(tracker.accept(3, 30)).as("numbers go on from the restart").isEqualTo(Outcome.IN_ORDER);
    }

    @Test
    void aNumberTooOldToCompareIsARestart() {
        for (int seq = 1; seq <= SequenceTracker.REMEMBERED + 1; seq++) {
            tracker.accept(seq, seq);
        }
        assertThat(tracker.accept(2, 2)).isEqualTo(Outcome.REPEAT);
        assertThat(tracker.accept(1, 1)).isEqualTo(Outcome.RESTART);
    }

    @Test
    void numbersFromBeforeAGapAreNotCompared() {
        tracker.accept(1, 10);
        tracker.accept(9, 90);
        assertThat(tracker.accept(5, 50)).isEqualTo(Outcome.RESTART);
    }

    @Test
    void theFirstNumberIsLearnedPerChannel() {
        assertThat(tracker.accept(2, 0)).isEqualTo(Outcome.IN_ORDER);
        assertThat(new SequenceTracker(first).accept(4, 0)).isEqualTo(Outcome.GAP);
        assertThat(new SequenceTracker(first).accept(1, 0))
                .as("so the 2 was a loss")
                .isEqualTo(Outcome.IN_ORDER);
        assertThat(new SequenceTracker(first).accept(2, 0)).isEqualTo(Outcome.GAP);
    }

    @Test
    void hashesTellFramesApart() {
        byte[] frame = new byte[301];
        long hash = FrameHash.of(frame, 0, frame.length);
        for (int at = 0; at < frame.length; at++) {
            frame[at] ^= 1;
            assertThat(FrameHash.of(frame, 0, frame.length)).isNotEqualTo(hash);
            frame[at] ^= 1;
        }
        assertThat(FrameHash.of(frame, 0, 300)).isNotEqualTo(hash);
    }
}

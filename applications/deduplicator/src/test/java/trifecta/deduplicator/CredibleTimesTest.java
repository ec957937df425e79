package trifecta.deduplicator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CredibleTimesTest {
    private static final long SECOND = 1_000_000;
    private static final long HOUR = 3_600 * SECOND;

    private final CredibleTimes times = new CredibleTimes();
    private long now = 1_000 * HOUR;

    /** The time of a message that says it happened so long after it was received, a second after the one before. */
    private boolean believed(long aheadMicros) {
        now += SECOND;
        return times.believes(now + aheadMicros, now);
    }

    @Test
    void aFewTimesAheadAreNotBelievedThoughTheyConfirmEachOther() {
        assertThat(believed(0)).isTrue();
        for (int i = 0; i < 5; i++) {
            assertThat(believed(30 * SECOND)).isFalse();
            assertThat(believed(HOUR + i)).isFalse();
        }
        assertThat(believed(0)).isTrue();
        assertThat(believed(-HOUR)).isFalse();
        assertThat(believed(0)).isTrue();
    }

    @Test
    void aMessageMayBeLate() {
        assertThat(believed(0)).isTrue();
        for (int late = 50; late >= 0; late--) {
            assertThat(believed(-late * SECOND)).isTrue();
        }
        assertThat(believed(3 * SECOND)).isFalse();
    }

    @Test
    void aSilenceIsNoJump() {
        assertThat(believed(0)).isTrue();
        now += 5 * HOUR;
        assertThat(believed(0)).isTrue();
    }

    @Test
    void aWrongFirstTimeIsNotBelieved() {
        assertThat(believed(HOUR)).isFalse();
        assertThat(believed(HOUR)).isFalse();
        assertThat(believed(0)).isTrue();
        assertThat(believed(HOUR)).isFalse();
    }

    @Test
    void aQuickerWayIsBelievedBesideASlowerOne() {
        assertThat(believed(0)).isTrue();
        int doubted = 0;
        while (!believed(10 * SECOND)) {
            doubted++;
            assertThat(believed(0)).isTrue();
        }
        assertThat(doubted).isEqualTo(CredibleTimes.CONFIRMATIONS - 1);
        assertThat(believed(0)).isTrue();
    }

    @Test
    void whatComesInTimeAfterALongBacklogIsBelievedAtOnce() {
        for (int i = 0; i < 5_000; i++) {
            assertThat(believed(-30 * SECOND)).isTrue();
        }
        assertThat(believed(0)).isTrue();
        assertThat(believed(3 * SECOND)).isFalse();
    }

    @Test
    void aClockThatWasSetIsBelievedAfterAWhile() {
        assertThat(believed(0)).isTrue();
        int doubted = 0;
        while (!believed(10 * SECOND)) {
            doubted++;
        }
        assertThat(doubted).isEqualTo(CredibleTimes.CONFIRMATIONS - 1);
        assertThat(believed(10 * SECOND)).isTrue();
    }

    @Test
    void aReplayIsBelievedHoweverFastItRuns() {
        for (int i = 1; i < 200; i++) {
            assertThat(believed(-400 * HOUR + i * HOUR / 3)).isTrue();
        }
    }
}

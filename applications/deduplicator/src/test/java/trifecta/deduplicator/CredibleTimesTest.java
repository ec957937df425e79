package trifecta.deduplicator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import trifecta.market.Times;

class CredibleTimesTest {
    private static final long SECOND = 1_000_000;
    private static final long HOUR = 3_600 * SECOND;

    private final CredibleTimes times = new CredibleTimes();
    private long now = 1_000 * HOUR;

    /** The time of a message that says it happened so long after it was received, a second after the one before. */
    private boolean believed(long aheadMicros) {
        now += SECOND;
        long told = now + aheadMicros;
        long believed = times.of(told, now);
        assertThat(believed).isIn(told, Times.ABSENT);
        return believed == told;
    }

    @Test
    void aFewTimesFarOffAreNotBelievedThoughTheyConfirmEachOther() {
        assertThat(believed(0)).isTrue();
        for (int i = 0; i < 5; i++) {
            assertThat(believed(HOUR + i)).isFalse();
        }
        assertThat(believed(0)).isTrue();
        assertThat(believed(-HOUR)).isFalse();
        assertThat(believed(0)).isTrue();
    }

    @Test
    void theVeryFirstTimeIsJudgedByTheClock() {
        assertThat(believed(HOUR)).isFalse();
        assertThat(believed(0)).isTrue();
    }

    @Test
    void aSilenceIsNoJump() {
        assertThat(believed(0)).isTrue();
        now += 5 * HOUR;
        assertThat(believed(0)).isTrue();
    }

    @Test
    void timesThatStayElsewhereAreBelievedAfterAWhile() {
        assertThat(believed(0)).isTrue();
        int doubted = 0;
        while (!believed(-400 * HOUR)) {
            doubted++;
        }
        assertThat(doubted).isEqualTo(CredibleTimes.CONFIRMATIONS - 1);
        assertThat(believed(-400 * HOUR)).isTrue();
    }

    @Test
    void aReplayThatRunsFasterThanItWasIsBelieved() {
        for (int i = 1; i < 200; i++) {
            assertThat(believed(-400 * HOUR + 9L * i * SECOND)).isEqualTo(i >= CredibleTimes.CONFIRMATIONS);
        }
    }
}

package trifecta.gatherer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BookPollTest {
    private static final long MINUTE = 60_000;

    @Test
    void theLinesTakeTurnsByTheClock() {
        long now = 1_786_402_327_000L / (45 * MINUTE) * 45 * MINUTE;
        assertThat(BookPoll.millisToTurn(now, 1, 3, 15 * MINUTE)).isZero();
        assertThat(BookPoll.millisToTurn(now, 2, 3, 15 * MINUTE)).isEqualTo(15 * MINUTE);
        assertThat(BookPoll.millisToTurn(now, 3, 3, 15 * MINUTE)).isEqualTo(30 * MINUTE);
        assertThat(BookPoll.millisToTurn(now + 1, 1, 3, 15 * MINUTE)).isEqualTo(45 * MINUTE - 1);
    }

    @Test
    void noTwoLinesHaveATurnAtOnce() {
        for (long now = 0; now < 45 * MINUTE; now += 1_000) {
            long first = BookPoll.millisToTurn(now, 1, 3, 15 * MINUTE);
            long second = BookPoll.millisToTurn(now, 2, 3, 15 * MINUTE);
            assertThat(Math.floorMod(second - first, 45 * MINUTE)).isEqualTo(15 * MINUTE);
        }
    }
}

package trifecta.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Of which events that nobody got it is said that nothing explains it. */
class RecordedLinesTest {
    private static final long SECOND = 1_000_000;

    private static long unheard(String... lines) {
        RecordFile file = new RecordFile(StampTolerance.NONE, new RecordedBooks());
        List.of("H 1 1 2 \"test\"", "M 1 KX", "B 0 1", "O 0 1 1 1", "O 0 1 2 2", "S 0 1 1 1 1 0", "S 0 2 1 1 1 0")
                .forEach(file::take);
        List.of(lines).forEach(file::take);
        file.finish();
        return file.unheard();
    }

    private static String delta(int index, long wall, String receivers) {
        return "D " + index + " 1 " + wall + " " + wall + " y " + index * 1000 + " 10 10 " + receivers;
    }

    @Test
    void whoListensToNothingThoughItIsThereIsNoExcuse() {
        assertThat(unheard(delta(1, 40 * SECOND, "1"), delta(2, 40 * SECOND, "-")))
                .isEqualTo(1);
        assertThat(unheard("L 1 1 5 - market_lifecycle_v2 KX created - {}")).isEqualTo(1);
    }

    @Test
    void aWithheldEventIsExplained() {
        assertThat(unheard("W 1 1 1 5 hole", delta(1, 40 * SECOND, "-"), delta(2, 40 * SECOND, "-")))
                .isEqualTo(1);
    }

    @Test
    void itIsExplainedWhileEachLineIsAwayOrJustBack() {
        String first = "C 0 40000000 1 0 \"cut by a fault\"";
        String second = "C 0 41000000 2 0 \"cut by a fault\"";
        assertThat(unheard(first, delta(1, 42 * SECOND, "-"))).isEqualTo(1);
        assertThat(unheard(first, second, delta(1, 42 * SECOND, "-"))).isZero();
        assertThat(unheard(first, second, delta(1, 900 * SECOND, "-"))).isZero();
        assertThat(unheard(first, second, "O 0 42000000 3 1", delta(1, 43 * SECOND, "-")))
                .isZero();
        assertThat(unheard(first, second, "O 0 42000000 3 1", delta(1, 80 * SECOND, "-")))
                .isEqualTo(1);
    }

    @Test
    void aMarketThatWasJustListedMayFindNobody() {
        assertThat(unheard("O 0 50000000 9 1", "M 2 KNEW", "B 0 2", "R 1 2 51000000 - -"))
                .isZero();
        assertThat(unheard("O 0 50000000 9 1", "M 2 KNEW", "B 0 2", "R 1 2 70000000 - -"))
                .isEqualTo(1);
        assertThat(unheard("O 0 50000000 9 1", "M 2 KNEW", "B 0 2", "S 0 1 1 2 2 0", "R 1 2 51000000 - -"))
                .isEqualTo(1);
    }
}

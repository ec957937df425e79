package trifecta.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScaleTableTest {
    private static final long GIGABYTE = 1L << 30;

    private static ScaleFigures figures(int markets, Duration subscribed, long heapBytes, Duration processor) {
        return new ScaleFigures(
                markets, 1000, subscribed, heapBytes, heapBytes, 120_000, 120_000, processor, Duration.ofMinutes(1));
    }

    private static final ScaleFigures FEW = figures(1000, Duration.ofSeconds(3), GIGABYTE / 16, Duration.ofSeconds(6));

    @Test
    void whatIsWithinAllTargetsIsReached() {
        ScaleTable table =
                new ScaleTable(FEW, figures(1_000_000, Duration.ofMinutes(10), 2 * GIGABYTE, Duration.ofMillis(7_800)));

        assertThat(table.isReached()).isTrue();
        assertThat(table.lines())
                .noneMatch(line -> line.endsWith("NO"))
                .anyMatch(line -> line.startsWith("processor time a message") && line.contains("65.0"))
                .anyMatch(line -> line.startsWith("times that at 1,000 markets") && line.contains("1.30"))
                .allMatch(line -> line.length() <= 80);
    }

    @Test
    void eachTargetCanBeMissedAlone() {
        Duration fast = Duration.ofMinutes(1);
        Duration cheap = Duration.ofSeconds(6);
        assertMissed(figures(1_000_000, Duration.ofSeconds(601), GIGABYTE, cheap));
        assertMissed(figures(1_000_000, fast, 2 * GIGABYTE + 1, cheap));
        assertMissed(figures(1_000_000, fast, GIGABYTE, Duration.ofSeconds(8)));
    }

    private static void assertMissed(ScaleFigures many) {
        ScaleTable table = new ScaleTable(FEW, many);
        assertThat(table.isReached()).isFalse();
        assertThat(table.lines()).filteredOn(line -> line.endsWith("NO")).hasSize(1);
    }
}

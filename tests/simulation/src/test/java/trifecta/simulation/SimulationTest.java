package trifecta.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trifecta.simulation.Schedule.Fault;
import trifecta.simulation.Schedule.Result;

class SimulationTest {
    private static final int SCHEDULES = 300;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void everyGuaranteeHoldsUnderEverySeed() throws Exception {
        List<String> told = new ArrayList<>();
        Campaign.Outcome outcome = new Campaign(1, SCHEDULES, false, line -> {}, line -> told.add(line)).run();
        assertThat(outcome.broken()).as(String.join("\n", told)).isEmpty();
        assertThat(outcome.played()).isEqualTo(SCHEDULES);
        assertThat(outcome.faults().keySet()).containsExactly(Fault.values());
        assertThat(outcome.events()).isGreaterThan(100L * SCHEDULES);
    }

    @Test
    void aSeedReplaysExactly() {
        for (long seed = 1; seed <= 5; seed++) {
            List<String> first = new ArrayList<>();
            List<String> again = new ArrayList<>();
            Result result = Schedule.play(seed, folder, first::add);
            assertThat(Schedule.play(seed, folder, again::add)).isEqualTo(result);
            assertThat(again).isEqualTo(first);
        }
    }
}

package trifecta.market.arbitration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import trifecta.market.arbitration.LineScript.Stamps;
import trifecta.market.arbitration.Scenario.Trouble;

/** Lines that stamp differently: shifted, cut to milliseconds, scattered, not at all. {@code -Darbiter.seed=N} replays one. */
final class StampsSimulationTest {
    private static final long SEEDS = 100;

    private static List<String> faults(long first, Set<Trouble> troubles, List<Stamps> stamps) {
        List<String> bad = new ArrayList<>();
        Long only = Long.getLong("arbiter.seed");
        for (long seed = first; seed < first + SEEDS; seed++) {
            if (only != null && only != seed) {
                continue;
            }
            Scenario scenario = new Scenario(seed, troubles);
            Random random = new Random(seed);
            for (LineScript line : scenario.lines) {
                line.stamps = stamps.get(random.nextInt(stamps.size()));
                line.shiftMicros = random.nextLong(-20_000, 20_001);
            }
            List<Seen> events = scenario.events();
            List<Row> chain =
                    new ClockedArbiter(scenario.lines.size()).merge(events).rows();
            List<String> faults = new Verdict(scenario, chain).faults();
            if (!faults.isEmpty()) {
                bad.add("seed " + seed + " "
                        + scenario.lines.stream().map(line -> line.stamps).toList() + ": " + faults.size()
                        + " faults, first: " + faults.getFirst());
            }
        }
        return bad;
    }

    @Test
    void stamps_cut_to_milliseconds_change_nothing() {
        assertThat(faults(
                        10_000,
                        EnumSet.of(Trouble.BREAKS, Trouble.PERMUTATIONS, Trouble.LATE_LINE),
                        List.of(Stamps.EXACT, Stamps.MILLISECONDS)))
                .isEmpty();
    }

    @Test
    void shifted_stamps_are_corrected() {
        assertThat(faults(
                        11_000,
                        EnumSet.of(Trouble.BREAKS, Trouble.CLEARED_AT_CLOSE),
                        List.of(Stamps.EXACT, Stamps.SHIFTED)))
                .isEmpty();
    }

    @Test
    void scattered_and_absent_stamps_are_no_times() {
        assertThat(faults(
                        12_000,
                        EnumSet.of(Trouble.CLEARED_AT_CLOSE),
                        List.of(Stamps.EXACT, Stamps.JITTER, Stamps.ABSENT)))
                .isEmpty();
    }

    @Test
    void lines_without_stamps_come_and_go() {
        assertThat(faults(13_000, EnumSet.of(Trouble.BREAKS), List.of(Stamps.EXACT, Stamps.ABSENT)))
                .isEmpty();
    }

    @Test
    void nobody_has_stamps() {
        assertThat(faults(14_000, EnumSet.of(Trouble.BREAKS), List.of(Stamps.ABSENT)))
                .isEmpty();
    }
}

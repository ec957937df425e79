package trifecta.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RandomFaultsTest {
    private static final Set<String> NAMES = Set.of(
            "cut",
            "stall",
            "hole",
            "drop",
            "error10",
            "error18",
            "error25",
            "error27",
            "restart",
            "repeat",
            "garble",
            "noise",
            "order",
            "stale",
            "time",
            "halfopen",
            "unpinged",
            "slow",
            "revoke",
            "rest");

    @Test
    void aWholeDrillMeetsEveryKindOfFault() {
        for (long seed = 1; seed <= 5; seed++) {
            Set<String> names = Arrays.stream(
                            new RandomFaults(seed, 3).over(120).split(";", -1))
                    .map(rule -> rule.split("[=:]", 2)[0])
                    .collect(Collectors.toSet());
            assertThat(names).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(NAMES);
        }
    }

    @Test
    void theSameSeedMakesTheSamePlan() {
        assertThat(new RandomFaults(7, 3).over(60)).isEqualTo(new RandomFaults(7, 3).over(60));
        assertThat(new RandomFaults(7, 3).over(60)).isNotEqualTo(new RandomFaults(8, 3).over(60));
    }
}

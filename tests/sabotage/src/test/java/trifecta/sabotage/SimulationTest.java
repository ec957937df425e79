package trifecta.sabotage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import trifecta.sabotage.planting.Bug;
import trifecta.sabotage.planting.Way;

/** The simulation finds each bug that it can reach, on seeds that hold without it. */
class SimulationTest {
    private static final ExecutorService PROCESSORS =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());

    private static final Map<Bug, Future<Verdict>> VERDICTS = new EnumMap<>(Bug.class);

    @TempDir
    private static Path folder = Path.of("");

    private static @Nullable Simulation simulation;

    static Stream<Bug> bugs() {
        return Stream.of(Bug.values()).filter(bug -> bug.way() instanceof Way.Simulation);
    }

    @BeforeAll
    static void look() throws IOException {
        Simulation played = new Simulation(AgentJar.in(folder), folder);
        simulation = played;
        bugs().forEach(bug -> VERDICTS.put(bug, PROCESSORS.submit(() -> played.find(bug, (Way.Simulation) bug.way()))));
    }

    @AfterAll
    static void end() {
        PROCESSORS.close();
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void itFinds(Bug bug) throws Exception {
        Verdict verdict = Objects.requireNonNull(VERDICTS.get(bug)).get();
        assertThat(verdict.found()).as(verdict.toString()).isTrue();
        assertThat(Objects.requireNonNull(simulation).brokenUnharmed((Way.Simulation) bug.way()))
                .as("without the bug the same seeds pass")
                .isEmpty();
    }

    @Test
    void theseAreFifteenAtLeast() {
        assertThat(bugs().count()).isGreaterThanOrEqualTo(15);
    }
}

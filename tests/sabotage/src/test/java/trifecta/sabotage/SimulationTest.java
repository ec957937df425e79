package trifecta.sabotage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
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

    private static Set<Long> brokenUnharmed = Set.of();

    static Stream<Bug> bugs() {
        return Stream.of(Bug.values()).filter(bug -> bug.way() instanceof Way.Simulation);
    }

    @BeforeAll
    static void look() throws IOException, InterruptedException {
        Simulation simulation = new Simulation(AgentJar.in(folder), folder, Simulation.FIRST, Simulation.SCHEDULES);
        brokenUnharmed = simulation.brokenUnharmed();
        bugs().forEach(bug -> VERDICTS.put(bug, PROCESSORS.submit(() -> simulation.find(bug, brokenUnharmed))));
    }

    @AfterAll
    static void end() {
        PROCESSORS.close();
    }

    @Test
    void withoutABugTheSameSeedsPass() {
        assertThat(brokenUnharmed).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void itFinds(Bug bug) throws Exception {
        Verdict verdict = Objects.requireNonNull(VERDICTS.get(bug)).get();
        assertThat(verdict.found()).as(verdict.toString()).isTrue();
    }

    @Test
    void theseAreFifteenAtLeast() {
        assertThat(bugs().count()).isGreaterThanOrEqualTo(15);
    }
}

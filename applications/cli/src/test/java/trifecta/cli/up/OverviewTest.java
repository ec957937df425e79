package trifecta.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import trifecta.cli.Terminal;
import trifecta.service.status.Health;
import trifecta.service.status.Status;

class OverviewTest {
    private static final StackDescription PLACES = new StackDescription(
            "simulated exchange, 500 markets",
            "simulated",
            Map.of(),
            ports("exchange", "gatherer-1", "gatherer-2", "gatherer-3", "deduplicator-1", "deduplicator-2"),
            8080,
            9000);

    private final Map<String, Status> statuses = new LinkedHashMap<>();

    private static Map<String, Integer> ports(String... names) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        for (String name : names) {
            ports.put(name, 1);
        }
        return ports;
    }

    private void says(String process, Map<String, @Nullable Object> fields) {
        statuses.put(process, new Status(fields));
    }

    private void allIsWell() {
        says("exchange", Map.of("source", "simulated exchange, 500 markets"));
        says("console", Map.of("state", "live"));
        for (int line = 1; line <= 3; line++) {
            says("gatherer-" + line, Map.of("state", "live", "messagesPerSecond", 1012.4, "database", "up"));
        }
        says(
                "deduplicator-1",
                Map.of(
                        "state",
                        "live",
                        "mergedPerSecond",
                        1012.0,
                        "production",
                        "up",
                        "openGaps",
                        0L,
                        "latencyMillis",
                        Map.of("p50", 84L, "p99", 210L),
                        "role",
                        "leader",
                        "term",
                        3L));
        standsBy("deduplicator-2");
    }

    private void standsBy(String process) {
        says(process, Map.of("state", "standby", "role", "standby", "production", "up"));
    }

    private Overview overview() {
        return new Overview(PLACES, statuses, Set.of());
    }

    private List<String> lines() {
        return overview().lines(Terminal.plain(new PrintStream(new ByteArrayOutputStream())));
    }

    @Test
    void aHealthyStackIsSevenLinesOfEightyColumns() {
        allIsWell();
        assertThat(overview().health()).isEqualTo(Health.HEALTHY);
        assertThat(lines())
                .containsExactly(
                        "  source        simulated exchange, 500 markets",
                        "  gatherer 1    live      1,012 messages/s",
                        "  gatherer 2    live      1,012 messages/s",
                        "  gatherer 3    live      1,012 messages/s",
                        "  production    merged 1,012 events/s, 84 ms behind the wire (p99 210 ms),",
                        "                nothing missing",
                        "  console       http://localhost:8080");
    }

    @Test
    void aLineThatIsDownDegradesAndAllDownLosesData() {
        allIsWell();
        statuses.remove("gatherer-2");
        assertThat(lines()).contains("  gatherer 2    down");
        assertThat(overview().health()).isEqualTo(Health.DEGRADED);
        statuses.remove("gatherer-1");
        says("gatherer-3", Map.of("state", "degraded", "connections", 0L));
        assertThat(overview().health()).isEqualTo(Health.LOSING);
    }

    @Test
    void whatIsMissingIsSaid() {
        allIsWell();
        says(
                "deduplicator-1",
                Map.of("state", "live", "mergedPerSecond", 5.0, "openGaps", 2L, "disputed", 1L, "quarantined", 1000L));
        assertThat(lines())
                .containsSequence(
                        "  production    merged 5 events/s, 2 gaps, 1 disputed market,",
                        "                1,000 quarantined rows");
        assertThat(overview().health()).isEqualTo(Health.LOSING);
    }

    @Test
    void aDatabaseThatIsDownIsNotALossYet() {
        allIsWell();
        says("deduplicator-1", Map.of("state", "degraded", "production", "down"));
        assertThat(lines()).contains("  production    the database is down (the gatherers keep all)");
        assertThat(overview().health()).isEqualTo(Health.DEGRADED);
    }

    @Test
    void nothingIsClaimedBeforeThereIsSomething() {
        allIsWell();
        says("deduplicator-1", Map.of("state", "starting", "production", "down"));
        assertThat(lines()).contains("  production    starting");
        says("deduplicator-1", Map.of("state", "live", "merged", 0L, "latencyMillis", Map.of("p50", 0L, "p99", 0L)));
        assertThat(lines()).contains("  production    nothing to merge yet");
        says(
                "deduplicator-1",
                Map.of(
                        "state",
                        "live",
                        "merged",
                        9L,
                        "mergedPerSecond",
                        9.0,
                        "latencyMillis",
                        Map.of("p50", 0L, "p99", 0L)));
        assertThat(lines()).contains("  production    merged 9 events/s, nothing missing");
    }

    @Test
    void aDiskThatFillsIsSaidAndIsNoLessRedundancyYet() {
        allIsWell();
        says(
                "gatherer-2",
                Map.of("state", "live", "messagesPerSecond", 7.0, "disk", "filling", "diskUsedPercent", 83L));
        assertThat(lines()).contains("  gatherer 2    live      7 messages/s, its disk is 83 % full");
        assertThat(overview().health()).isEqualTo(Health.HEALTHY);
    }

    @Test
    void whoeverLeadsIsTheOneThatIsShown() {
        allIsWell();
        statuses.put("deduplicator-2", Objects.requireNonNull(statuses.get("deduplicator-1")));
        standsBy("deduplicator-1");
        assertThat(overview().health()).isEqualTo(Health.HEALTHY);
        assertThat(lines()).contains("                nothing missing");
    }

    @Test
    void withoutAStandbyThereIsLessRedundancy() {
        allIsWell();
        statuses.remove("deduplicator-2");
        assertThat(overview().health()).isEqualTo(Health.DEGRADED);
        assertThat(lines()).contains("                nothing missing, no standby");
    }

    @Test
    void whileNobodyLeadsYetTheStandbyTakesOver() {
        allIsWell();
        statuses.remove("deduplicator-1");
        assertThat(overview().health()).isEqualTo(Health.DEGRADED);
        assertThat(lines()).contains("  production    the standby is taking over (the gatherers keep all)");
    }

    @Test
    void aProcessThatWasJustStartedIsNotDown() {
        allIsWell();
        statuses.remove("deduplicator-1");
        statuses.remove("deduplicator-2");
        Overview overview = new Overview(PLACES, statuses, Set.of("deduplicator-1"));
        assertThat(overview.rows()).extracting(Overview.Row::text).contains("starting");
    }

    @Test
    void linesWithoutTheirDatabasesAreDegradedAndLoseNothing() {
        allIsWell();
        for (int line = 1; line <= 3; line++) {
            says("gatherer-" + line, Map.of("state", "degraded", "connections", 5L, "database", "down"));
        }
        assertThat(overview().health()).isEqualTo(Health.DEGRADED);
    }

    @Test
    void aStackThatStartsIsStarting() {
        allIsWell();
        for (int line = 1; line <= 3; line++) {
            says("gatherer-" + line, Map.of("state", "starting", "connections", 0L));
        }
        assertThat(overview().health()).isEqualTo(Health.STARTING);
        assertThat(new Overview(PLACES, Map.of(), PLACES.addresses().keySet()).health())
                .isEqualTo(Health.STARTING);
    }

    @Test
    void aConsoleThatIsDownIsSaid() {
        allIsWell();
        statuses.remove("console");
        assertThat(lines()).contains("  console       down, http://localhost:8080");
        assertThat(overview().health()).isEqualTo(Health.DEGRADED);
    }
}

package trifecta.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trifecta.cli.postgres.PostgresServer;
import trifecta.cli.postgres.PostgresSize;
import trifecta.cli.postgres.PostgresSoftware;
import trifecta.protocol.KeyFile;
import trifecta.service.Application;
import trifecta.service.Applications;
import trifecta.service.Config;
import trifecta.service.Secret;

/** Every key that a stack sets is one that its component declares, and every key that a component demands is set. */
class WiringTest {
    @TempDir
    private Path root = Path.of("");

    private Wiring wiring(Source source) throws Exception {
        StackSettings settings = StackSettings.of(root, root, source).withConsole(8080);
        Map<String, Integer> ports = new LinkedHashMap<>();
        List.of("exchange", "gatherer-1", "gatherer-2", "gatherer-3", "deduplicator-1", "deduplicator-2")
                .forEach(name -> ports.put(name, 9000 + ports.size()));
        Map<String, PostgresServer> databases = new LinkedHashMap<>();
        Files.createDirectories(root.resolve("postgresql-" + PostgresSoftware.version()));
        PostgresSoftware software = PostgresSoftware.unpacked(root);
        for (String name : List.of("production", "gatherer-1", "gatherer-2", "gatherer-3")) {
            databases.put(
                    name,
                    new PostgresServer(
                            software,
                            name,
                            root.resolve(name),
                            5432 + databases.size(),
                            Secret.of("x"),
                            PostgresSize.GATHERER));
        }
        DataFolder folder = DataFolder.of(root);
        Files.createDirectories(folder.keys());
        KeyPairs keys = new KeyPairs(folder.keys());
        for (int line = 1; line <= 3; line++) {
            keys.privateKey(Stack.line(line));
        }
        int exchange = source instanceof Source.Kalshi ? 0 : 9100;
        return new Wiring(
                folder,
                keys,
                settings,
                new StackDescription("x", source.kind(), Map.of(), ports, 8080, exchange),
                databases);
    }

    private static void accepted(String component, Map<String, String> values) {
        Application<?> application = Applications.find(component).orElseThrow();
        Config config = Config.of(values);
        application.configure(config);
        assertThatCode(() -> config.check(Set.of())).as(component).doesNotThrowAnyException();
    }

    @Test
    void theSimulatedExchangeAndItsGatherersTakeTheirConfiguration() throws Exception {
        Wiring wiring = wiring(new Source.Simulated(500, 1000, 1));
        accepted("exchange", wiring.exchange());
        for (int line = 1; line <= 3; line++) {
            accepted("gatherer", wiring.gatherer(line));
        }
        accepted("deduplicator", wiring.deduplicator(2));
        accepted("console", wiring.console());
        assertThat(wiring.console())
                .as("what `up` runs can be broken on the page")
                .containsEntry("console.marks", DataFolder.of(root).marks().toString());
    }

    @Test
    void aReplayTakesItsConfiguration() throws Exception {
        accepted("exchange", wiring(new Source.Capture(root)).exchange());
    }

    @Test
    void kalshiTakesItsConfiguration() throws Exception {
        Path key = Files.writeString(root.resolve("kalshi.pem"), "x");
        Wiring wiring =
                wiring(new Source.Kalshi(List.of(new Source.KalshiKey("id", key)), Source.KalshiHosts.PRODUCTION));
        accepted("gatherer", wiring.gatherer(1));
        accepted("deduplicator", wiring.deduplicator(2));
        accepted("console", wiring.console());
    }

    @Test
    void theBundledPostgresqlIsTheOneThatTheBuildNames() {
        assertThat(PostgresSoftware.version()).matches("\\d+\\.\\d+\\.\\d+");
    }

    @Test
    void aKeyThatOthersMayReadIsRefusedBeforeAnythingStarts() throws Exception {
        Path key = root.resolve("kalshi.pem");
        KeyFile.generate(key, root.resolve("public.pem"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        Map<String, String> values = Map.of("kalshi.key-id.1", "id", "kalshi.key-file.1", key.toString());
        assertThatThrownBy(() -> source(values))
                .hasMessageContaining("kalshi.key-file.1: ")
                .hasMessageContaining("run: chmod 600 " + key);
    }

    @Test
    void kalshisHostsTakeTurnsAndCanBeSet() throws Exception {
        Path key = root.resolve("kalshi.pem");
        KeyFile.generate(key, root.resolve("public.pem"));
        Map<String, String> values = new LinkedHashMap<>();
        for (int line = 1; line <= 3; line++) {
            values.put("kalshi.key-id." + line, "id");
            values.put("kalshi.key-file." + line, key.toString());
        }
        assertThat(wiring(source(values)).gatherer(2))
                .containsEntry("gatherer.rest-url", "https://api.elections.kalshi.com/trade-api/v2")
                .containsEntry("gatherer.websocket-url", "wss://api.elections.kalshi.com/trade-api/ws/v2");
        values.put("kalshi.rest-urls", "https://demo.example/trade-api/v2");
        values.put("gatherer.websocket-url", "wss://demo.example/trade-api/ws/v2");
        Source demo = source(values);
        assertThat(demo.kind()).isEqualTo("kalshi demo.example");
        for (int line = 1; line <= 3; line++) {
            assertThat(wiring(demo).gatherer(line))
                    .containsEntry("gatherer.rest-url", "https://demo.example/trade-api/v2")
                    .containsEntry("gatherer.websocket-url", "wss://demo.example/trade-api/ws/v2");
        }
        assertThat(wiring(demo).deduplicator(1))
                .containsEntry("deduplicator.rest", "https://demo.example/trade-api/v2");
    }

    private static Source source(Map<String, String> values) {
        Config config = Config.of(values);
        Source source = UpSettings.read(config, Optional.empty()).source();
        config.check(Set.of());
        return source;
    }
}

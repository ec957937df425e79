package trifecta.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfigTest {
    enum Source {
        SIMULATED,
        DEEP_CAPTURE
    }

    @Test
    void defaultsHoldWhereNothingIsConfigured() {
        Config config = Config.of(Map.of());
        assertThat(config.duration("a.wait", Duration.ofMillis(200), "a wait")).isEqualTo(Duration.ofMillis(200));
        assertThat(config.bytes("a.size", 64L << 20, "a size")).isEqualTo(64L << 20);
        assertThat(config.choice("a.source", Source.SIMULATED, "a source")).isEqualTo(Source.SIMULATED);
        assertThat(config.text("a.name", "a name")).isEmpty();
        config.check(Set.of());
        assertThat(config.keys())
                .extracting(ConfigKey::name, ConfigKey::standard, ConfigKey::value, ConfigKey::origin)
                .contains(tuple("a.wait", "200ms", "200ms", "default"), tuple("a.size", "64MB", "64MB", "default"));
    }

    @Test
    void everyTypeIsReadAsPeopleWriteIt() {
        Config config = Config.of(Map.of(
                "a.wait",
                "5m",
                "a.size",
                "2GB",
                "a.source",
                "deep-capture",
                "a.list",
                "x, y,z",
                "a.flag",
                "TRUE",
                "a.path",
                "/tmp/x",
                "a.uri",
                "http://host:1/x",
                "a.number",
                "1_000",
                "a.share",
                "0.5"));
        assertThat(config.duration("a.wait", Duration.ofMillis(1), "")).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.bytes("a.size", 1, "")).isEqualTo(2L << 30);
        assertThat(config.choice("a.source", Source.SIMULATED, "")).isEqualTo(Source.DEEP_CAPTURE);
        assertThat(config.list("a.list", List.of(), "")).containsExactly("x", "y", "z");
        assertThat(config.flag("a.flag", false, "")).isTrue();
        assertThat(config.requiredPath("a.path", "")).isEqualTo(Path.of("/tmp/x"));
        assertThat(config.requiredUri("a.uri", "")).isEqualTo(URI.create("http://host:1/x"));
        assertThat(config.integer("a.number", 1, 0, 2000, "")).isEqualTo(1000);
        assertThat(config.decimal("a.share", 1, 0, 1, "")).isEqualTo(0.5);
        config.check(Set.of());
    }

    @Test
    void allProblemsAreReportedAtOnce() {
        Config config =
                Config.of(Map.of("a.wait", "10", "a.size", "64QB", "a.port", "70000", "a.wiat", "10s", "b.other", "1"));
        config.duration("a.wait", Duration.ofMillis(200), "a wait");
        config.bytes("a.size", 1, "a size");
        config.integer("a.port", 0, 0, 65_535, "a port");
        config.requiredText("a.id", "who it is");
        assertThatThrownBy(() -> config.check(Set.of("b.other")))
                .isInstanceOf(OperatingException.class)
                .hasMessageContaining("a.wait: \"10\" is not a number with a unit")
                .hasMessageContaining("a.size: \"64QB\" has the unknown unit QB")
                .hasMessageContaining("a.port: \"70000\" is not between 0 and 65535")
                .hasMessageContaining("a.id: must be set (who it is)")
                .hasMessageContaining("a.wiat: unknown key (command line), did you mean a.wait?")
                .hasMessageNotContaining("b.other");
    }

    @Test
    void theCommandLineComesBeforeTheEnvironmentBeforeTheFile() {
        ConfigFile file = ConfigFile.parse("f", List.of("# comment", "a.one = 1", "a.two=1", " a.three = x=y # z "));
        Config config = new Config(new ConfigValues(
                Map.of("a.one", "3"),
                Map.of("TRIFECTA_A_ONE", "2", "TRIFECTA_A_TWO", "2", "HOME", "/", "TRIFECTA_CONFIG", "f"),
                file));
        assertThat(config.text("a.one", "", "")).isEqualTo("3");
        assertThat(config.text("a.two", "", "")).isEqualTo("2");
        assertThat(config.text("a.three", "", "")).isEqualTo("x=y # z");
        config.check(Set.of());
        assertThat(config.keys())
                .extracting(ConfigKey::origin)
                .containsExactly("command line", "environment TRIFECTA_A_TWO", "f line 4");
    }

    @Test
    void aMisspeltVariableIsRefusedWithASuggestion() {
        Config config =
                new Config(new ConfigValues(Map.of(), Map.of("TRIFECTA_GATHERER_LIEN", "1"), ConfigFile.none()));
        config.integer("gatherer.line", 1, 1, 3, "line");
        assertThatThrownBy(() -> config.check(Set.of())).hasMessageContaining("did you mean TRIFECTA_GATHERER_LINE?");
    }

    @Test
    void aSecretIsNeverShown() {
        Config config = Config.of(Map.of("a.password", "hunter2"));
        Secret secret = config.secret("a.password", "a password");
        assertThat(secret.reveal()).isEqualTo("hunter2");
        assertThat(secret.toString() + config.keys()).doesNotContain("hunter2");
    }

    @Test
    void aKeyGivenTwiceInTheFileIsAnError() {
        assertThatThrownBy(() -> ConfigFile.parse("f", List.of("a=1", "a=2")))
                .isInstanceOf(OperatingException.class)
                .hasMessageContaining("f line 2")
                .hasMessageContaining("f line 1");
    }

    @Test
    void quantitiesComeBackAsTheyWereWritten() {
        for (String text : List.of("200ms", "10s", "5m", "1d", "7us")) {
            assertThat(Quantities.text(Quantities.duration(text))).isEqualTo(text);
        }
        for (String text : List.of("64MB", "3GB", "10kB", "7B")) {
            assertThat(Quantities.text(Quantities.bytes(text))).isEqualTo(text);
        }
        assertThatThrownBy(() -> Quantities.bytes("99999999999TB")).hasMessageContaining("too large");
    }
}

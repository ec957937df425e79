package trifecta.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import trifecta.service.Config;
import trifecta.store.DatabaseAddress;

class ConsoleConfigTest {
    @Test
    void unconfiguredItListensOnLoopbackAndWatchesNothing() {
        ConsoleConfig config = ConsoleConfig.read(Config.of(Map.of()));
        assertThat(config.address()).isEqualTo("127.0.0.1");
        assertThat(config.port()).isEqualTo(8080);
        assertThat(config.clientsMax()).isEqualTo(32);
        assertThat(config.components()).isEmpty();
        assertThat(config.dataFolder()).isEmpty();
        assertThat(config.production()).isEmpty();
        assertThat(config.marks()).as("nothing can be broken").isEmpty();
    }

    @Test
    void everyKeyIsRead() {
        Config config = Config.of(Map.of(
                "console.bind", "0.0.0.0",
                "console.port", "9000",
                "console.clients", "5",
                "console.gatherer.1.status", "http://127.0.0.1:9101/status",
                "console.gatherer.3.status", "http://127.0.0.1:9103/status",
                "console.deduplicator.1.status", "http://127.0.0.1:9110/status",
                "console.exchange.status", "http://127.0.0.1:9100/status",
                "console.data", "data"));
        ConsoleConfig read = ConsoleConfig.read(config);
        config.check(Set.of());
        assertThat(read.components())
                .extracting(Component::id)
                .containsExactly("line-1", "line-3", "production", "exchange");
        assertThat(read.port()).isEqualTo(9000);
        assertThat(read.dataFolder()).hasToString("Optional[data]");
    }

    @Test
    void productionIsReadByAUserWhoOnlyReadsUnlessToldOtherwise() {
        Config config = Config.of(Map.of(
                "console.production.url", "jdbc:postgresql://db/trifecta", "console.production.password", "secret"));
        assertThat(ConsoleConfig.read(config).production())
                .contains(new DatabaseAddress("jdbc:postgresql://db/trifecta", "trifecta_reader", "secret"));
        config.check(Set.of());
        Config wrong = Config.of(Map.of("console.production.url", "postgresql://db/trifecta"));
        assertThat(ConsoleConfig.read(wrong).production()).isEmpty();
        assertThatThrownBy(() -> wrong.check(Set.of())).hasMessageContaining("console.production.url");
    }

    @Test
    void whatRunsHereCanBeBrokenFromThisMachineAlone() {
        for (String loopback : List.of("127.0.0.1", "localhost", "::1")) {
            Config config = Config.of(Map.of("console.marks", "data/run", "console.bind", loopback));
            assertThat(ConsoleConfig.read(config).marks()).as(loopback).contains(Path.of("data/run"));
            config.check(Set.of());
        }
        for (String open : List.of("0.0.0.0", "::", "192.0.2.1", "no such address.invalid")) {
            Config config = Config.of(Map.of("console.marks", "data/run", "console.bind", open));
            assertThat(ConsoleConfig.read(config).marks()).as(open).isEmpty();
            assertThatThrownBy(() -> config.check(Set.of()))
                    .as(open)
                    .hasMessageContaining("console.marks")
                    .hasMessageContaining("not with console.bind " + open);
        }
    }

    @Test
    void anAddressThatCannotBeAskedIsRefusedByItsName() {
        Config config = Config.of(Map.of("console.gatherer.2.status", "file:///etc/passwd"));
        assertThat(ConsoleConfig.read(config).components()).isEmpty();
        assertThatThrownBy(() -> config.check(Set.of())).hasMessageContaining("console.gatherer.2.status");
    }
}

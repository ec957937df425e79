package trifecta.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trifecta.service.OperatingException;

class StackDescriptionTest {
    private static final Source KALSHI =
            new Source.Kalshi(List.of(new Source.KalshiKey("id", Path.of("key.pem"))), Source.KalshiHosts.PRODUCTION);
    private static final Source SIMULATED = new Source.Simulated(500, 1000, 7);

    @TempDir
    private Path folder = Path.of("");

    private static StackDescription of(Source source, int exchange) {
        return new StackDescription(
                source.words(), source.kind(), Map.of("production", 5433), Map.of("gatherer-1", 9101), 8080, exchange);
    }

    @Test
    void whatIsWrittenIsRead() {
        of(SIMULATED, 9000).write(folder);
        assertThat(StackDescription.read(folder)).contains(of(SIMULATED, 9000));
    }

    @Test
    void aStackWithoutAnExchangeLeavesNoPortForOne() {
        assertThat(of(KALSHI, 0).ports()).doesNotContainKey("exchange");
        assertThat(new Ports(Map.of("exchange", 0)).choose("exchange")).isPositive();
    }

    @Test
    void aFolderTakesOneKindOfSource() {
        of(KALSHI, 0).accept(KALSHI, folder);
        of(SIMULATED, 9000).accept(new Source.Simulated(20, 10, 8), folder);
        assertThatThrownBy(() -> of(KALSHI, 0).accept(SIMULATED, folder))
                .isInstanceOf(OperatingException.class)
                .hasMessage("capture the simulated exchange, 500 markets into " + folder
                        + ": this folder holds the data of another source: Kalshi with key id (one key, one line:"
                        + " no redundancy); choose another folder with --data");
    }

    @Test
    void theConsoleIsAskedToo() {
        assertThat(of(SIMULATED, 9000).addresses()).containsOnlyKeys("gatherer-1", "console");
    }
}

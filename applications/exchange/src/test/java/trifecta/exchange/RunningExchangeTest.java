package trifecta.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trifecta.service.OperatingException;
import trifecta.service.ServiceRun;

class RunningExchangeTest {
    @TempDir
    Path folder;

    @Test
    void anExchangeWhosePortIsInUseEndsWhatItHadBegun() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ServiceRun run = ServiceRun.start(
                    new ExchangeApplication(),
                    Map.of(
                            "exchange.port", String.valueOf(taken.getLocalPort()),
                            "exchange.markets", "3",
                            "exchange.record", folder.toString()));
            assertThatThrownBy(run::await)
                    .isInstanceOf(OperatingException.class)
                    .hasMessageContaining("listen on port " + taken.getLocalPort());
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<String> record = Files.readAllLines(files.findFirst().orElseThrow());
            assertThat(record.getLast()).as("the record has its end").startsWith("Z ");
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("sequencer");
    }
}

package trifecta.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trifecta.protocol.Message;
import trifecta.testkit.Captures;

/** Real recorded frames, where this machine has some. */
class RealCaptureTest {
    @TempDir
    Path folder;

    @Test
    void everyRecordedDeltaAndTradeArrivesAsItWasRecorded() throws Exception {
        Path frames = Captures.frames().orElse(Path.of("absent"));
        assumeTrue(Files.isDirectory(frames));
        List<String> expected = new java.util.ArrayList<>();
        List<Path> files;
        try (Stream<Path> all = Files.list(frames)) {
            files = all.filter(file -> file.toString().endsWith(".gz")).sorted().toList();
        }
        for (Path file : files) {
            try (CaptureReader reader = CaptureReader.open(file)) {
                for (var next = reader.next(); next.isPresent(); next = reader.next()) {
                    if (next.get().message() instanceof Message.Delta
                            || next.get().message() instanceof Message.Trade) {
                        expected.add(next.get().type() + next.get().body());
                    }
                }
            }
        }
        try (TestExchange exchange = TestExchange.start(folder, "speed=max frames=" + frames)) {
            TestClient client = exchange.connect(1);
            client.subscribe("orderbook_delta", exchange.openMarkets());
            client.subscribe("trade", List.of());
            long start = System.nanoTime();
            while (client.texts.stream().filter(RealCaptureTest::isData).count() < expected.size()) {
                client.take(Math.max(1, Math.min(10_000, expected.size() - client.texts.size())));
            }
            System.out.printf("%d recorded messages in %.2f s%n", expected.size(), (System.nanoTime() - start) / 1e9);

            List<String> got = client.texts.stream()
                    .filter(RealCaptureTest::isData)
                    .map(text -> text.substring(text.indexOf("\"type\":\"") + 8, text.indexOf("\",\"sid\""))
                            + text.substring(text.indexOf("\"msg\":") + 6, text.length() - 1))
                    .toList();
            assertThat(got).hasSameSizeAs(expected);
            assertThat(got.stream().sorted())
                    .containsExactlyElementsOf(expected.stream().sorted().toList());
            assertThat(client.jumps).isEmpty();
            assertThat(exchange.status().get("state")).isEqualTo("finished");
        }
    }

    private static boolean isData(String text) {
        return text.startsWith("{\"type\":\"orderbook_delta\"") || text.startsWith("{\"type\":\"trade\"");
    }
}

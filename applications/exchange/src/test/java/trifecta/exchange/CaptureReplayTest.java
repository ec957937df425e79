package trifecta.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trifecta.protocol.Message;

/** A replay over real sockets. */
class CaptureReplayTest {
    private static final String DAY = "2026-08-05";
    private static final String MARKET = "KXA-1-X";
    private static final String OTHER = "KXB-1-X";
    private static final long T = 1_785_930_336_000L;
    private static final int DELTAS = 3_000;

    @TempDir
    Path folder;

    @Test
    void aHoleOfTheRecorderCutsEveryLineAfterItGotEverythingAndGoesOnWhenAllAreBack() throws Exception {
        CaptureFolder capture = new CaptureFolder(folder.resolve("frames"));
        capture.snapshot(MARKET, DAY, T, "yes 0.4000 1.00").snapshot(OTHER, DAY, T);
        for (int i = 0; i < DELTAS; i++) {
            capture.delta(MARKET, DAY, T + 1 + i, "yes", "0.4000", "0.01");
        }
        capture.snapshot(MARKET, DAY, T + DELTAS + 10, "yes 0.4000 99.00");
        for (int i = 0; i < 10; i++) {
            capture.delta(MARKET, DAY, T + DELTAS + 20 + i, "yes", "0.4000", "-1.00");
            capture.delta(OTHER, DAY, T + DELTAS + 20 + i, "no", "0.4000", "1.00");
        }
        capture.snapshot(MARKET, DAY, T + DELTAS + 100).snapshot(MARKET, DAY, T + DELTAS + 101);
        capture.write();
        TestExchange exchange =
                TestExchange.start(folder, "lines-awaited=2 speed=max frames=" + folder.resolve("frames"));
        try (exchange) {
            TestClient one = listen(exchange, 1);
            assertThat(one.isSilentFor(200)).isTrue();
            TestClient two = listen(exchange, 2);

            for (TestClient each : List.of(one, two)) {
                assertThat(each.awaitClose()).isEqualTo("close 1001 gap of the source");
                assertThat(deltas(each)).isEqualTo(DELTAS);
                assertThat(each.jumps).isEmpty();
            }
            TestClient oneAgain = listen(exchange, 1);
            assertThat(oneAgain.isSilentFor(300)).isTrue();
            TestClient twoAgain = listen(exchange, 2);
            for (TestClient each : List.of(oneAgain, twoAgain)) {
                each.take(22);
                assertThat(deltas(each)).isEqualTo(20);
                assertThat(each.seen.getLast().message())
                        .isInstanceOfSatisfying(
                                Message.Snapshot.class,
                                last -> assertThat(last.levels()).isEmpty());
                assertThat(each.jumps).isEmpty();
            }
            assertThat(exchange.status()).containsEntry("state", "finished");
            exchange.stop();
        }
        assertThat(exchange.record())
                .filteredOn(line -> line.startsWith("G "))
                .singleElement()
                .asString()
                .endsWith("- y400000:9900");
        assertThat(exchange.record()).filteredOn(line -> line.startsWith("R ")).hasSize(2);
    }

    @Test
    void theLifecycleOfCombinationsGoesOutOnItsOwnChannel() throws Exception {
        CaptureFolder capture = new CaptureFolder(folder.resolve("frames"));
        capture.snapshot(MARKET, DAY, T).snapshot(OTHER, DAY, T);
        capture.frame(
                MARKET,
                DAY,
                T + 1,
                "{\"type\":\"multivariate_market_lifecycle\",\"sid\":1,\"seq\":1,\"msg\":{\"market_ticker\":\"" + MARKET
                        + "\",\"event_type\":\"activated\",\"is_deactivated\":false}}");
        capture.frame(
                MARKET,
                DAY,
                T + 2,
                "{\"type\":\"market_lifecycle_v2\",\"sid\":1,\"seq\":1,\"msg\":{\"market_ticker\":\"" + MARKET
                        + "\",\"event_type\":\"deactivated\",\"is_deactivated\":true}}");
        capture.write();
        try (TestExchange exchange = TestExchange.start(folder, "speed=max frames=" + folder.resolve("frames"))) {
            TestClient client = exchange.connect(1);
            int common = client.subscribe("market_lifecycle_v2", List.of());
            int own = client.subscribe("multivariate_market_lifecycle", List.of());
            client.subscribe("trade", List.of());
            client.subscribe("orderbook_delta", List.of(MARKET, OTHER));
            client.await(frame -> frame.message() instanceof Message.LifecycleChange);
            client.await(frame -> frame.message() instanceof Message.LifecycleChange);
            assertThat(client.seen)
                    .filteredOn(frame -> frame.message() instanceof Message.LifecycleChange)
                    .extracting(frame -> frame.envelope().sid())
                    .containsExactly(own, common);
        }
    }

    private static TestClient listen(TestExchange exchange, int line) throws Exception {
        TestClient client = exchange.connect(line);
        client.subscribe("trade", List.of());
        client.subscribe("orderbook_delta", List.of(MARKET, OTHER));
        client.await(frame -> frame.message() instanceof Message.Snapshot);
        client.await(frame -> frame.message() instanceof Message.Snapshot);
        return client;
    }

    private static long deltas(TestClient client) {
        return client.seen.stream()
                .filter(frame -> frame.message() instanceof Message.Delta)
                .count();
    }
}

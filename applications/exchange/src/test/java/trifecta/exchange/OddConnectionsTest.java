package trifecta.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trifecta.protocol.Message;

/** Faults of whole connections and keys: half-open, without pings, too slow, revoked. */
class OddConnectionsTest {
    private static final String QUIET = "markets=3 rate=2000 market-every=60s ping-every=100ms ";

    @TempDir
    Path folder;

    @Test
    void aHalfOpenConnectionSaysNothingAndHearsNothingUntilTheClientGoes() throws Exception {
        TestExchange exchange = TestExchange.start(folder, QUIET);
        try (exchange) {
            TestClient client = listening(exchange, 1);
            TestClient other = listening(exchange, 2);
            exchange.fault("name=halfopen&line=1");
            awaitSilence(client);
            int pings = client.pings.size();
            client.send("{\"id\":70,\"cmd\":\"list_subscriptions\"}");

            other.take(2_000);
            assertThat(client.isSilentFor(1)).isTrue();
            assertThat(client.pings).hasSize(pings);
            client.close();
            while (lines(exchange, "C ").isEmpty()) {
                other.take(10);
            }
            exchange.stop();
        }
        long atFault = Long.parseLong(lines(exchange, "F ").getFirst().split(" ", -1)[1]);
        String[] closed = lines(exchange, "C ").getFirst().split(" ", -1);
        assertThat(Long.parseLong(closed[4])).as("what was written").isLessThanOrEqualTo(atFault);
    }

    @Test
    void aConnectionWithoutPingsGetsItsDataAndIsNotLetGo() throws Exception {
        try (TestExchange exchange = TestExchange.start(folder, QUIET + "pong-within=300ms")) {
            TestClient client = listening(exchange, 1);
            exchange.fault("name=unpinged&line=1&seconds=2s");
            client.take(200);
            int pings = client.pings.size();
            client.take(1_000); // half a second's worth
            assertThat(client.pings).hasSize(pings);
            client.await(frame -> client.pings.size() > pings);
            assertThat(client.jumps).isEmpty();
        }
    }

    @Test
    void aClientThatCountsAsTooSlowLosesWhatIsMeantForItAndIsToldOfEachSubscription() throws Exception {
        TestExchange exchange = TestExchange.start(folder, QUIET);
        try (exchange) {
            TestClient client = listening(exchange, 1);
            exchange.fault("name=slow&line=1&seconds=700ms");
            assertThat(((Message.Failure) client.await(frame -> frame.message() instanceof Message.Failure)
                                    .message())
                            .code())
                    .isEqualTo(25);
            assertThat(client.jumps).hasSize(1);
            assertThat(client.subscribe("orderbook_delta", exchange.openMarkets()))
                    .isEqualTo(2);
            exchange.stop();
        }
        assertThat(lines(exchange, "W ")).hasSizeGreaterThan(100).allMatch(line -> line.endsWith(" overflow"));
        assertThat(lines(exchange, "V ").getFirst()).endsWith(" error25");
    }

    @Test
    void aRevokedKeyIsGoodForNothingUntilItIsGivenBack() throws Exception {
        TestExchange exchange = TestExchange.start(folder, QUIET);
        try (exchange) {
            TestClient client = listening(exchange, 1);
            TestClient other = listening(exchange, 2);
            exchange.fault("name=revoke&line=1&seconds=60m");
            assertThat(client.awaitClose()).startsWith("close 1001");
            assertThatThrownBy(() -> exchange.connect(1))
                    .isInstanceOf(ExecutionException.class)
                    .hasStackTraceContaining("Handshake");
            assertThat(books(exchange, 1)).isEqualTo(401);
            assertThat(books(exchange, 2)).isEqualTo(200);
            other.take(100);

            exchange.fault("name=revoke&line=1&seconds=1ms");
            while (books(exchange, 1) != 200) {
                other.take(10);
            }
            listening(exchange, 1).take(100);
            exchange.stop();
        }
        assertThat(lines(exchange, "F ").getFirst()).contains("revoke").contains("connections=[1]");
        assertThat(lines(exchange, "C ").getFirst()).contains("key revoked");
    }

    private static int books(TestExchange exchange, int line) throws Exception {
        String path = "/trade-api/v2/markets/orderbooks";
        return exchange.get(
                        "/markets/orderbooks?tickers=" + exchange.openMarkets().getFirst(),
                        exchange.signer(line).headers("GET", path, System.currentTimeMillis()))
                .statusCode();
    }

    private static void awaitSilence(TestClient client) throws Exception {
        for (int i = 0; i < 100_000; i++) {
            if (client.isSilentFor(300)) {
                return;
            }
        }
        throw new AssertionError("never silent");
    }

    private static TestClient listening(TestExchange exchange, int line) throws Exception {
        TestClient client = exchange.connect(line);
        client.subscribe("orderbook_delta", exchange.openMarkets());
        client.await(frame -> frame.message() instanceof Message.Delta);
        return client;
    }

    private static List<String> lines(TestExchange exchange, String kind) throws Exception {
        return exchange.record().stream().filter(line -> line.startsWith(kind)).toList();
    }
}

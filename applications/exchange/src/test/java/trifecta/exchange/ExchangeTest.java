package trifecta.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trifecta.market.Side;
import trifecta.protocol.Frame;
import trifecta.protocol.Message;
import trifecta.protocol.RequestSigner;

/** A real exchange over a real socket. */
class ExchangeTest {
    @TempDir
    Path folder;

    @Test
    void aBookStartsWithItsSnapshotAndFollowsWithoutALossOrADouble() throws Exception {
        try (TestExchange exchange = TestExchange.start(folder, "markets=30 rate=4000 market-every=60s seed=3")) {
            List<String> markets = exchange.openMarkets();
            TestClient early = exchange.connect(1);
            int sid = early.subscribe("orderbook_delta", markets);
            early.take(3_000);
            TestClient late = exchange.connect(2);
            late.subscribe("orderbook_delta", markets);
            early.take(3_000);
            late.take(2_000);

            early.update(99, sid, "get_snapshot", markets);
            for (int i = 0; i < markets.size(); i++) {
                early.await(frame -> frame.message() instanceof Message.Snapshot);
            }
            assertThat(early.disagreements).isEmpty();
            assertThat(early.books).hasSize(markets.size());
            assertThat(early.jumps).isEmpty();
            assertThat(late.jumps).isEmpty();
        }
    }

    @Test
    void theRecordSaysExactlyWhatAClientGot() throws Exception {
        List<String> got = new ArrayList<>();
        TestExchange exchange = TestExchange.start(folder, "markets=6 rate=1000 market-every=1s seed=5");
        try (exchange) {
            TestClient client = exchange.connect(2);
            client.subscribe("trade", List.of());
            client.subscribe("market_lifecycle_v2", List.of());
            client.subscribe("orderbook_delta", exchange.openMarkets());
            client.take(4_100);
            exchange.stop();
            assertThat(client.awaitClose()).contains("the exchange stops");
            client.seen.forEach(frame -> textOf(frame.message()).ifPresent(got::add));
        }
        Map<String, String> tickers = new HashMap<>();
        List<String> recorded = new ArrayList<>();
        for (String line : exchange.record()) {
            String[] f = line.split(" ", -1);
            switch (f[0]) {
                case "M" -> tickers.put(f[1], f[2]);
                case "D" -> add(recorded, f[9], tickers.get(f[2]) + " " + f[5] + " " + f[6] + " " + f[7]);
                case "T" -> add(recorded, f[11], "trade " + f[5]);
                case "L" -> add(recorded, f[8], f[6] + " " + f[7]);
                case "R" -> add(recorded, f[5], tickers.get(f[2]) + " snapshot");
                case "S" -> recorded.add(tickers.get(f[5]) + " snapshot");
                default -> {}
            }
        }
        // answers to commands were taken too, and are not of the record
        assertThat(got).hasSizeGreaterThan(4_000).isEqualTo(recorded);
        assertThat(exchange.record().getLast()).startsWith("Z ");
    }

    private static void add(List<String> recorded, String connections, String text) {
        if (!connections.equals("-")) {
            recorded.add(text);
        }
    }

    private static Optional<String> textOf(Message message) {
        return switch (message) {
            case Message.Delta delta ->
                Optional.of(delta.market() + (delta.side() == Side.YES ? " y " : " n ") + delta.priceMicros() + " "
                        + delta.deltaHundredths());
            case Message.Trade trade -> Optional.of("trade " + trade.trade().tradeId());
            case Message.Snapshot snapshot -> Optional.of(snapshot.market() + " snapshot");
            case Message.LifecycleChange change ->
                Optional.of(
                        change.lifecycle().subject() + " " + change.lifecycle().eventType());
            default -> Optional.empty();
        };
    }

    @Test
    void aClosedMarketEndsWithAnEmptySnapshotAndIsThenSilent() throws Exception {
        try (TestExchange exchange = TestExchange.start(folder, "markets=4 rate=500 market-every=500ms")) {
            TestClient client = exchange.connect(1);
            client.subscribe("market_lifecycle_v2", List.of());
            client.subscribe("orderbook_delta", exchange.openMarkets());
            String closed = ((Message.Snapshot) client.await(
                                    frame -> frame.message() instanceof Message.Snapshot snapshot
                                            && snapshot.levels().isEmpty())
                            .message())
                    .market();
            int after = client.seen.size();
            client.await(frame -> frame.message() instanceof Message.LifecycleChange change
                    && change.lifecycle().subject().equals(closed)
                    && change.lifecycle().eventType().equals("settled"));

            assertThat(client.seen.subList(after, client.seen.size()))
                    .noneMatch(frame -> frame.message() instanceof Message.Delta delta
                            && delta.market().equals(closed));
            assertThat(client.jumps).isEmpty();
        }
    }

    @Test
    void commandsAreAnsweredAsTheProtocolSays() throws Exception {
        try (TestExchange exchange = TestExchange.start(folder, "markets=4 rate=1 market-every=60s")) {
            List<String> markets = exchange.openMarkets();
            TestClient client = exchange.connect(1);
            int sid = client.subscribe("orderbook_delta", markets.subList(0, 1));
            int tickers = client.subscribe("ticker", List.of());

            client.update(50, sid, "add_markets", markets.subList(1, 3));
            Frame ok = answer(client, 50);
            assertThat(ok.message()).isEqualTo(new Message.Ok(markets.subList(0, 3)));
            assertThat(ok.envelope().sid()).isEqualTo(sid);
            assertThat(ok.envelope().isSequenced()).isTrue();
            client.update(51, sid, "delete_markets", markets.subList(0, 2));
            assertThat(answer(client, 51).message()).isEqualTo(new Message.Ok(markets.subList(2, 3)));

            client.send("{\"id\":52,\"cmd\":\"list_subscriptions\"}");
            assertThat(answer(client, 52).message())
                    .isEqualTo(new Message.Subscriptions(List.of(
                            new Message.Subscribed("orderbook_delta", sid),
                            new Message.Subscribed("ticker", tickers))));
            client.send("{\"id\":53,\"cmd\":\"unsubscribe\",\"params\":{\"sids\":[" + sid + "]}}");
            Frame gone = answer(client, 53);
            assertThat(gone.message()).isEqualTo(new Message.Unsubscribed());
            assertThat(gone.envelope().isSequenced()).isTrue();
            client.send("{\"id\":54,\"cmd\":\"list_subscriptions\"}");
            assertThat(answer(client, 54).message())
                    .isEqualTo(new Message.Subscriptions(List.of(new Message.Subscribed("ticker", tickers))));
            assertThat(client.jumps).isEmpty();
        }
    }

    @Test
    void whatBreaksTheProtocolIsRefusedWithItsCode() throws Exception {
        String limits =
                "markets=4 rate=1 market-every=60s markets-per-subscription=2 commands-per-second=0.1 command-burst=18";
        try (TestExchange exchange = TestExchange.start(folder, limits)) {
            String market = exchange.openMarkets().getFirst();
            String three = "\"" + String.join("\",\"", exchange.openMarkets().subList(0, 3)) + "\"";
            TestClient client = exchange.connect(1);
            int sid = client.subscribe("orderbook_delta", List.of(market));
            int trades = client.subscribe("trade", List.of());

            assertThat(code(client, "not json")).isEqualTo(1);
            assertThat(code(client, "{\"id\":2,\"cmd\":\"subscribe\"}")).isEqualTo(2);
            assertThat(code(client, "{\"id\":3,\"cmd\":\"subscribe\",\"params\":{}}"))
                    .isEqualTo(3);
            assertThat(code(client, "{\"id\":4,\"cmd\":\"unsubscribe\",\"params\":{}}"))
                    .isEqualTo(4);
            assertThat(code(client, "{\"id\":5,\"cmd\":\"dance\",\"params\":{}}"))
                    .isEqualTo(5);
            assertThat(code(client, "{\"id\":7,\"cmd\":\"unsubscribe\",\"params\":{\"sids\":[77]}}"))
                    .isEqualTo(7);
            assertThat(code(client, subscribe(8, "gossip", ""))).isEqualTo(8);
            assertThat(code(client, subscribe(11, "orderbook_delta", "\"KXNONE-1\"")))
                    .isEqualTo(11);
            assertThat(code(client, update(12, "", "add_markets", "\"" + market + "\"")))
                    .isEqualTo(12);
            assertThat(code(client, update(13, "" + sid, "burn_markets", "\"" + market + "\"")))
                    .isEqualTo(13);
            assertThat(code(client, update(14, "" + trades, "get_snapshot", "\"" + market + "\"")))
                    .isEqualTo(13);
            assertThat(code(client, subscribe(15, "orderbook_delta", ""))).isEqualTo(14);
            assertThat(code(
                            client,
                            "{\"id\":16,\"cmd\":\"update_subscription\",\"params\":{\"sids\":[" + sid
                                    + "],\"market_tickers\":[\"" + market + "\"]}}"))
                    .isEqualTo(15);
            assertThat(code(client, subscribe(26, "orderbook_delta", three))).isEqualTo(26);
            assertThat(code(client, update(27, "" + sid, "add_markets", three))).isEqualTo(26);
            assertThat(code(client, update(28, "99", "add_markets", three))).isEqualTo(7);
            assertThat(code(client, subscribe(29, "gossip", ""))).isEqualTo(27);
            assertThat(client.jumps).isEmpty();
        }
    }

    @Test
    void tickersAreShownAtOnceToWhoAsksForAnInitialSnapshot() throws Exception {
        try (TestExchange exchange = TestExchange.start(folder, "markets=2 rate=500 market-every=60s")) {
            TestClient plain = exchange.connect(1);
            plain.subscribe("ticker", List.of());
            Message.Ticker ticker = (Message.Ticker) plain.await(frame -> frame.message() instanceof Message.Ticker)
                    .message();
            TestClient asking = exchange.connect(1);
            asking.send("{\"id\":70,\"cmd\":\"subscribe\",\"params\":{\"channels\":[\"ticker\"],\"market_ticker\":\""
                    + ticker.ticker().market() + "\",\"send_initial_snapshot\":true}}");
            asking.await(frame -> frame.message() instanceof Message.Subscribed);

            assertThat(asking.await(frame -> true).message()).isInstanceOf(Message.Ticker.class);
            assertThat(asking.seen.getLast().envelope().isSequenced()).isFalse();
        }
    }

    @Test
    void pingsSayHeartbeatAndAClientThatAnswersNoneIsLetGo() throws Exception {
        try (TestExchange exchange = TestExchange.start(folder, "markets=1 rate=20 ping-every=50ms pong-within=3s")) {
            TestClient client = exchange.connect(1);
            client.subscribe("orderbook_delta", exchange.openMarkets());
            client.take(30);
            assertThat(client.pings).isNotEmpty().containsOnly("heartbeat");

            client.read(false);
            while (exchange.status().get("connections") instanceof List<?> open && !open.isEmpty()) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void onlyAKnownKeyWithAFreshSignatureGetsIn() throws Exception {
        try (TestExchange exchange = TestExchange.start(folder, "markets=1 rate=1")) {
            RequestSigner stranger =
                    new RequestSigner("key-1", TestExchange.stranger().getPrivate());

            assertThatThrownBy(() -> TestClient.connect(exchange.uri("ws", RequestSigner.WEBSOCKET_PATH), stranger))
                    .hasStackTraceContaining("401");
            assertThat(exchange.connect(1).subscribe("trade", List.of())).isEqualTo(1);
        }
    }

    private static String subscribe(int id, String channel, String quotedMarkets) {
        return "{\"id\":" + id + ",\"cmd\":\"subscribe\",\"params\":{\"channels\":[\"" + channel + "\"]"
                + (quotedMarkets.isEmpty() ? "" : ",\"market_tickers\":[" + quotedMarkets + "]") + "}}";
    }

    private static String update(int id, String sid, String action, String quotedMarkets) {
        return "{\"id\":" + id + ",\"cmd\":\"update_subscription\",\"params\":{\"sids\":[" + sid + "],\"action\":\""
                + action + "\",\"market_tickers\":[" + quotedMarkets + "]}}";
    }

    private static int code(TestClient client, String command) throws Exception {
        client.send(command);
        return ((Message.Failure) client.await(frame -> frame.message() instanceof Message.Failure)
                        .message())
                .code();
    }

    private static Frame answer(TestClient client, int id) throws Exception {
        return client.await(frame -> frame.envelope().id() == id);
    }
}

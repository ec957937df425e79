package trifecta.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trifecta.protocol.Message;

class RestTest {
    @TempDir
    Path folder;

    @Test
    void marketsComeInPagesThatEndWithAnEmptyCursor() throws Exception {
        try (TestExchange exchange = TestExchange.start(folder, "markets=25 rate=1 market-every=60s")) {
            List<Object> tickers = new ArrayList<>();
            String cursor = "";
            int pages = 0;
            do {
                Map<String, @Nullable Object> page = exchange.get("/markets?limit=10&cursor=" + cursor);
                list(page, "markets").forEach(market -> tickers.add(field(market, "ticker")));
                cursor = (String) TestExchange.present(page, "cursor");
                pages++;
            } while (!cursor.isEmpty());

            assertThat(pages).isEqualTo(3);
            assertThat(tickers).hasSize(25).doesNotHaveDuplicates();
        }
    }

    @Test
    void marketsAreFilteredByWhatTheyAre() throws Exception {
        try (TestExchange exchange = TestExchange.start(folder, "markets=4 rate=50 market-every=300ms")) {
            TestClient client = exchange.connect(1);
            client.subscribe("market_lifecycle_v2", List.of());
            String settled = ((Message.LifecycleChange) client.await(
                                    frame -> frame.message() instanceof Message.LifecycleChange change
                                            && change.lifecycle().eventType().equals("settled"))
                            .message())
                    .lifecycle()
                    .subject();
            Object market = TestExchange.present(exchange.get("/markets/" + settled), "market");
            String event = (String) field(market, "event_ticker");

            assertThat(field(market, "status")).isEqualTo("finalized");
            assertThat(List.of("yes", "no")).contains((String) field(market, "result"));
            assertThat(tickers(exchange, "status=settled")).contains(settled);
            assertThat(tickers(exchange, "status=open")).doesNotContain(settled).isNotEmpty();
            assertThat(tickers(exchange, "tickers=" + settled)).containsExactly(settled);
            assertThat(tickers(exchange, "event_ticker=" + event)).contains(settled);
            assertThat(tickers(exchange, "series_ticker=KXELSE")).isEmpty();
            assertThat(tickers(exchange, "mve_filter=only")).isEmpty();
            assertThat(tickers(exchange, "min_settled_ts=1")).contains(settled);
            assertThat(tickers(exchange, "max_settled_ts=1")).isEmpty();
            assertThat(exchange.get("/markets?status=happy", Map.of()).statusCode())
                    .isEqualTo(400);
            assertThat(exchange.get("/markets?limit=1001", Map.of()).statusCode())
                    .isEqualTo(400);
            assertThat(exchange.get("/markets?cursor=%21", Map.of()).statusCode())
                    .isEqualTo(400);
            assertThat(exchange.get("/markets/KXNONE", Map.of()).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void eventsAndSeriesHoldTheirMarkets() throws Exception {
        try (TestExchange exchange = TestExchange.start(folder, "markets=9 rate=1 market-every=60s")) {
            List<Object> events = list(exchange.get("/events?with_nested_markets=true"), "events");
            assertThat(events).hasSize(3);
            int nested = 0;
            for (Object event : events) {
                nested += ((List<?>) field(event, "markets")).size();
            }
            assertThat(nested).isEqualTo(9);
            String first = (String) field(events.getFirst(), "event_ticker");
            assertThat(field(TestExchange.present(exchange.get("/events/" + first), "event"), "event_ticker"))
                    .isEqualTo(first);
            String series = (String) field(events.getFirst(), "series_ticker");
            assertThat(field(TestExchange.present(exchange.get("/series/" + series), "series"), "ticker"))
                    .isEqualTo(series);
            assertThat(list(exchange.get("/series"), "series")).isNotEmpty();
        }
    }

    @Test
    void whatARequestAsksForIsHeededOrRefused() throws Exception {
        try (TestExchange exchange = TestExchange.start(folder, "markets=9 rate=1 market-every=60s")) {
            assertThat(list(exchange.get("/series?tags=Sport"), "series")).isEmpty();
            assertThat(list(exchange.get("/series?min_updated_ts=1"), "series")).isNotEmpty();
            assertThat(list(exchange.get("/series?min_updated_ts=4000000000"), "series"))
                    .isEmpty();
            assertThat(list(exchange.get("/events?status=open"), "events")).hasSize(3);
            for (String refused : List.of(
                    "/events?status=happy",
                    "/events?min_close_ts=9223372036854775807",
                    "/markets?max_close_ts=-9223372036854775808",
                    "/markets?min_close_ts=10000000000000")) {
                assertThat(exchange.get(refused, Map.of()).statusCode())
                        .as(refused)
                        .isEqualTo(400);
            }
        }
    }

    @Test
    void settledMarketsAreForgottenAfterAWhileUnlessSomebodyListens() throws Exception {
        String quick = "markets=4 rate=50 market-every=100ms settled-kept=1s historical-after=500ms";
        try (TestExchange exchange = TestExchange.start(folder, quick)) {
            List<String> first = exchange.openMarkets();
            TestClient client = exchange.connect(1);
            client.subscribe("trade", List.of(first.getFirst()));
            String forgotten = first.getLast();
            while (exchange.get("/markets/" + forgotten, Map.of()).statusCode() == 200
                    || counter(exchange, "marketsForgotten") < 20) {
                Thread.sleep(20); // markets live for a few seconds
            }
            assertThat(exchange.get("/markets/" + first.getFirst(), Map.of()).statusCode())
                    .isEqualTo(200);
            List<String> all = new ArrayList<>();
            String cursor = "";
            do {
                Map<String, @Nullable Object> page =
                        exchange.get("/events?limit=1&with_nested_markets=true&cursor=" + cursor);
                for (Object event : list(page, "events")) {
                    ((List<?>) field(event, "markets")).forEach(market -> all.add((String) field(market, "ticker")));
                }
                cursor = (String) TestExchange.present(page, "cursor");
            } while (!cursor.isEmpty());
            assertThat(all).doesNotHaveDuplicates().doesNotContain(forgotten).contains(first.getFirst());
            assertThat(all.size()).isLessThan(200);
        }
    }

    private static long counter(TestExchange exchange, String name) throws Exception {
        return (Long) field(TestExchange.present(exchange.status(), "counters"), name);
    }

    @Test
    void tradesComeNewestFirstAndAreTheOnesThatWereSent() throws Exception {
        try (TestExchange exchange = TestExchange.start(folder, "markets=2 rate=3000 market-every=60s")) {
            TestClient client = exchange.connect(1);
            client.subscribe("trade", List.of());
            client.take(300);
            client.drain();
            List<String> sent = client.seen.stream()
                    .map(frame -> frame.message() instanceof Message.Trade trade
                            ? trade.trade().tradeId()
                            : "")
                    .filter(id -> !id.isEmpty())
                    .toList();
            List<String> all = new ArrayList<>();
            String cursor = "";
            String lastTime = "9999";
            do {
                Map<String, @Nullable Object> page = exchange.get("/markets/trades?limit=50&cursor=" + cursor);
                for (Object trade : list(page, "trades")) {
                    all.add((String) field(trade, "trade_id"));
                    String time = (String) field(trade, "created_time");
                    assertThat(time.substring(0, 19)).isLessThanOrEqualTo(lastTime);
                    lastTime = time.substring(0, 19);
                }
                cursor = (String) TestExchange.present(page, "cursor");
            } while (!cursor.isEmpty());

            assertThat(all).doesNotHaveDuplicates().containsAll(sent);
            String market = exchange.openMarkets().getFirst();
            assertThat(list(exchange.get("/markets/trades?ticker=" + market), "trades"))
                    .isNotEmpty()
                    .allMatch(trade -> field(trade, "ticker").equals(market));
            assertThat(list(exchange.get("/historical/trades"), "trades")).isEmpty();
            assertThat(list(exchange.get("/markets/trades?max_ts=5"), "trades")).isEmpty();
            Object candles = exchange.get("/markets/candlesticks?period_interval=1&market_tickers=" + market);
            assertThat(candles.toString()).contains("end_period_ts");
        }
    }

    @Test
    void whatIsOldMovesToTheHistory() throws Exception {
        try (TestExchange exchange =
                TestExchange.start(folder, "markets=2 rate=500 market-every=300ms historical-after=1s")) {
            List<Object> old = List.of();
            while (old.isEmpty()) {
                old = list(exchange.get("/historical/markets"), "markets");
            }
            Object ticker = field(old.getFirst(), "ticker");

            assertThat(tickers(exchange, "limit=1000")).doesNotContain((String) ticker);
            assertThat(list(exchange.get("/historical/trades"), "trades")).isNotEmpty();
            assertThat(exchange.get("/historical/cutoff")).containsKeys("market_settled_ts", "trades_created_ts");
        }
    }

    @Test
    void booksAreShownFromWorstToBestAndManyAtOnceOnlyToWhoSigns() throws Exception {
        try (TestExchange exchange = TestExchange.start(folder, "markets=2 rate=1 market-every=60s")) {
            String market = exchange.openMarkets().getFirst();
            Object book = TestExchange.present(exchange.get("/markets/" + market + "/orderbook"), "orderbook_fp");
            List<String> prices = new ArrayList<>();
            for (Object level : (List<?>) field(book, "yes_dollars")) {
                prices.add((String) ((List<?>) level).getFirst());
            }
            assertThat(prices).hasSizeGreaterThan(2).isSorted();
            Object one =
                    TestExchange.present(exchange.get("/markets/" + market + "/orderbook?depth=1"), "orderbook_fp");
            assertThat(field(one, "yes_dollars").toString())
                    .contains(prices.getLast())
                    .hasSizeLessThan(40);

            String path = "/markets/orderbooks?tickers=" + String.join("&tickers=", exchange.openMarkets());
            assertThat(exchange.get(path, Map.of()).statusCode()).isEqualTo(401);
            Map<String, String> signed =
                    exchange.signer(1).headers("GET", "/trade-api/v2/markets/orderbooks", System.currentTimeMillis());
            HttpResponse<String> answer = exchange.get(path, signed);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains(exchange.openMarkets());
        }
    }

    @Test
    void whoAsksTooOftenIsToldToWait() throws Exception {
        try (TestExchange exchange = TestExchange.start(folder, "markets=1 rate=1 rest-tokens-per-second=20")) {
            Optional<HttpResponse<String>> refused = Optional.empty();
            for (int i = 0; i < 30 && refused.isEmpty(); i++) {
                HttpResponse<String> answer = exchange.get("/exchange/status", Map.of());
                refused = answer.statusCode() == 429 ? Optional.of(answer) : Optional.empty();
            }
            assertThat(refused.orElseThrow().headers().firstValue("Retry-After"))
                    .contains("1");
        }
    }

    private static List<String> tickers(TestExchange exchange, String query) throws Exception {
        return list(exchange.get("/markets?" + query), "markets").stream()
                .map(market -> (String) field(market, "ticker"))
                .toList();
    }

    private static List<Object> list(Map<String, @Nullable Object> page, String name) {
        return new ArrayList<>((List<?>) TestExchange.present(page, name));
    }

    private static Object field(Object object, String name) {
        Object value = ((Map<?, ?>) object).get(name);
        if (value == null) {
            throw new AssertionError("no " + name + " in " + object);
        }
        return value;
    }
}

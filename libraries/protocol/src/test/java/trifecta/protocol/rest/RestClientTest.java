package trifecta.protocol.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import trifecta.market.Level;
import trifecta.market.Side;
import trifecta.market.Ticker;
import trifecta.market.Times;
import trifecta.market.Trade;
import trifecta.protocol.RequestSigner;

/** Against a server on this machine that answers as the test says. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RestClientTest {
    /** What the server does with its nth request, from 0. */
    private interface Answer {
        void to(HttpExchange exchange, int n) throws IOException;
    }

    private final Waits waits = new Waits();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server = newServer();
    private RestClient client = client(settings());

    private static HttpServer newServer() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void start() {
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
        threads.shutdownNow();
    }

    private RestSettings settings() {
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/trade-api/v2");
        return RestSettings.defaults(base).withRetries(4, Duration.ofMillis(100), Duration.ofSeconds(10));
    }

    private RestClient client(RestSettings settings) {
        return new RestClient(settings, null, waits, new Random(1), waits);
    }

    private void serve(Answer answer) {
        server.createContext("/trade-api/v2", exchange -> {
            int n;
            synchronized (requests) {
                n = requests.size();
                requests.add(exchange.getRequestURI().toString().substring("/trade-api/v2".length()));
            }
            try (exchange) {
                answer.to(exchange, n);
            }
        });
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static String marketPage(int from, int to, String cursor) {
        List<String> markets = IntStream.range(from, to)
                .mapToObj(i -> "{\"ticker\":\"M" + i + "\",\"status\":\"active\"}")
                .toList();
        return "{\"markets\":[" + String.join(",", markets) + "],\"cursor\":\"" + cursor + "\"}";
    }

    @Test
    void pagesAreReadUntilThereIsNoCursor() throws Exception {
        serve((exchange, n) -> send(exchange, 200, marketPage(n * 3, n * 3 + 3, n == 2 ? "" : "c&" + n)));
        List<String> tickers = new ArrayList<>();
        Listing listing = client.markets(
                Query.ALL.limit(3).status("open"), page -> page.forEach(market -> tickers.add(market.ticker())));
        assertThat(listing).isEqualTo(new Listing(3, 9, 0, "", Listing.Ending.COMPLETE));
        assertThat(listing.isComplete()).isTrue();
        assertThat(tickers).containsExactly("M0", "M1", "M2", "M3", "M4", "M5", "M6", "M7", "M8");
        assertThat(requests)
                .containsExactly(
                        "/markets?limit=3&status=open",
                        "/markets?limit=3&status=open&cursor=c%260",
                        "/markets?limit=3&status=open&cursor=c%261");
    }

    @Test
    void anAbsentOrNullCursorEndsTooAndAnEmptyPageDoesNot() throws Exception {
        serve((exchange, n) -> send(
                exchange,
                200,
                List.of("{\"markets\":[],\"cursor\":\"x\"}", "{\"markets\":null,\"cursor\":null}", "{\"markets\":[]}")
                        .get(n)));
        assertThat(client.markets(Query.ALL, _ -> {}).pages()).isEqualTo(2);
        assertThat(client.markets(Query.ALL, _ -> {}).pages()).isEqualTo(1);
    }

    @Test
    void aCursorThatComesAgainEndsTheListingOnRecord() throws Exception {
        serve((exchange, n) -> send(exchange, 200, marketPage(n, n + 1, "c" + n % 3)));
        Listing listing = client.markets(Query.ALL, _ -> {});
        assertThat(listing).isEqualTo(new Listing(4, 4, 0, "", Listing.Ending.CURSOR_REPEATED));
        assertThat(listing.isComplete()).isFalse();
        assertThat(requests).hasSize(4);
    }

    @Test
    void cursorsWithoutEndStopAtTheBoundOnRecord() throws Exception {
        client.close();
        client = client(settings().withBounds(5, 1 << 20));
        serve((exchange, n) -> send(exchange, 200, marketPage(n, n + 1, "c" + n)));
        assertThat(client.markets(Query.ALL, _ -> {}).ending()).isEqualTo(Listing.Ending.PAGE_LIMIT);
        assertThat(requests).hasSize(5);
    }

    @Test
    void itemsOfMovingPagesComeAsTheyAreSent() throws Exception {
        // Between the pages a new market pushed the list one place down: M2 comes twice.
        serve((exchange, n) -> send(exchange, 200, n == 0 ? marketPage(0, 3, "c") : marketPage(2, 5, "")));
        List<String> tickers = new ArrayList<>();
        client.markets(Query.ALL, page -> page.forEach(market -> tickers.add(market.ticker())));
        assertThat(tickers).containsExactly("M0", "M1", "M2", "M2", "M3", "M4");
    }

    @Test
    void aMalformedItemCostsItselfAlone() throws Exception {
        serve((exchange, n) -> send(
                exchange, 200, "{\"x\":{},\"markets\":[{\"ticker\":\"A\"},7,{\"title\":\"B\"},{\"ticker\":\"C\"}]}"));
        List<String> tickers = new ArrayList<>();
        Listing listing = client.markets(Query.ALL, page -> page.forEach(market -> tickers.add(market.ticker())));
        assertThat(tickers).containsExactly("A", "C");
        assertThat(listing).isEqualTo(new Listing(1, 2, 2, "an item is no object", Listing.Ending.COMPLETE));
        assertThat(listing.isComplete()).isFalse();
    }

    @Test
    void aCursorThatIsNoTextIsNoEndOfTheListing() {
        everyAnswerIsMalformed(
                Stream.of("42", "{\"n\":1}", "[]", "true")
                        .map(cursor -> "{\"markets\":[],\"cursor\":" + cursor + "}")
                        .toList(),
                () -> client.markets(Query.ALL, page -> {}));
    }

    @Test
    void anExchangeThatDoesNotSayWhetherItIsActiveIsNotTakenForClosed() {
        everyAnswerIsMalformed(
                List.of("{}", "{\"exchange_active\":\"true\"}", "{\"exchange_active\":null}"),
                () -> client.exchangeStatus());
    }

    @Test
    void aCutoffWithoutATimeIsNotTakenForNoHistory() {
        everyAnswerIsMalformed(
                List.of("{}", "{\"trades_created_ts\":\"garbage\"}", "{\"trades_created_ts\":null}"),
                () -> client.historicalCutoff());
    }

    /** A malformed answer may be a proxy's and is asked for again: each of the bodies is served until the call ends. */
    private void everyAnswerIsMalformed(List<String> bodies, ThrowingCallable call) {
        AtomicReference<String> body = new AtomicReference<>("");
        serve((exchange, n) -> send(exchange, 200, body.get()));
        for (String each : bodies) {
            body.set(each);
            assertThatThrownBy(call)
                    .as(each)
                    .isInstanceOfSatisfying(
                            RestException.class, e -> assertThat(e.kind()).isEqualTo(RestException.Kind.MALFORMED));
        }
    }

    @Test
    void a429IsWaitedForAsLongAsTheExchangeWants() throws Exception {
        serve((exchange, n) -> {
            if (n < 2) {
                exchange.getResponseHeaders().add("Retry-After", Integer.toString(3 + n));
                send(exchange, 429, "");
            } else {
                send(exchange, 200, "{\"exchange_active\":true,\"trading_active\":false}");
            }
        });
        assertThat(client.exchangeStatus()).isEqualTo(new ExchangeStatus(true, false, Times.ABSENT));
        assertThat(waits.taken()).containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(4));
        assertThat(client.retries()).isEqualTo(2);
    }

    @Test
    void errorsOfTheServerAreRetriedWithGrowingDelaysAndThenGivenUp() {
        serve((exchange, n) -> send(exchange, 500 + n % 4, "{\"error\":\"no\"}"));
        assertThatThrownBy(() -> client.exchangeStatus()).isInstanceOfSatisfying(RestException.class, e -> {
            assertThat(e.kind()).isEqualTo(RestException.Kind.UNAVAILABLE);
            assertThat(e.httpStatus()).hasValue(503);
            assertThat(e).hasMessageContaining("/exchange/status: HTTP 503 (4 attempts)");
        });
        assertThat(requests).hasSize(4);
        assertThat(waits.taken()).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(waits.taken().get(i).toMillis()).isBetween(50L << i, 100L << i);
        }
    }

    @Test
    void aRefusalIsNotRetried() {
        serve((exchange, n) -> send(exchange, n == 0 ? 401 : 400, "no\nkey"));
        assertThatThrownBy(() -> client.exchangeStatus()).isInstanceOfSatisfying(RestException.class, e -> {
            assertThat(e.kind()).isEqualTo(RestException.Kind.REFUSED);
            assertThat(e).hasMessageEndingWith("HTTP 401: no key");
            assertThat(e.hint()).contains("key");
        });
        assertThatThrownBy(() -> client.exchangeStatus()).hasMessageContaining("HTTP 400");
        assertThat(requests).hasSize(2);
        assertThat(waits.taken()).isEmpty();
    }

    @Test
    void anAnswerThatStallsInItsBodyIsATimeout() {
        client.close();
        client = client(settings()
                .withCallTimeout(Duration.ofMillis(300))
                .withRetries(2, Duration.ofMillis(1), Duration.ofMillis(1)));
        CountDownLatch stopped = new CountDownLatch(1);
        serve((exchange, n) -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            try {
                stopped.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });
        assertThatThrownBy(() -> client.exchangeStatus())
                .isInstanceOf(RestException.class)
                .hasMessageContaining("no answer within 300 ms (2 attempts)");
        stopped.countDown();
    }

    @Test
    void aServerThatIsNotThereAndABodyThatBreaksOffAreUnavailable() throws Exception {
        serve((exchange, n) -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write('{');
        });
        assertThatThrownBy(() -> client.exchangeStatus())
                .isInstanceOfSatisfying(
                        RestException.class, e -> assertThat(e.kind()).isEqualTo(RestException.Kind.UNAVAILABLE));
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        try (RestClient lonely = client(RestSettings.defaults(URI.create("http://127.0.0.1:" + free))
                .withRetries(2, Duration.ofMillis(1), Duration.ofMillis(1)))) {
            assertThatThrownBy(lonely::exchangeStatus)
                    .isInstanceOfSatisfying(
                            RestException.class, e -> assertThat(e.kind()).isEqualTo(RestException.Kind.UNAVAILABLE));
        }
    }

    @Test
    void answersThatAreNoneAreMalformed() {
        List<String> bodies =
                List.of("", "hello", "[]", "{\"markets\":[", "{\"markets\":{}}", "{}", "[".repeat(100_000));
        serve((exchange, n) -> send(exchange, 200, bodies.get(n)));
        for (String body : bodies) {
            assertThatThrownBy(() -> client.markets(Query.ALL, _ -> {}))
                    .as(body.substring(0, Math.min(20, body.length())))
                    .isInstanceOfSatisfying(
                            RestException.class, e -> assertThat(e.kind()).isEqualTo(RestException.Kind.MALFORMED));
        }
    }

    @Test
    void anAnswerBeyondItsBoundIsNotTaken() {
        client.close();
        client = client(settings().withBounds(5, 1000).withRetries(2, Duration.ofMillis(1), Duration.ofMillis(1)));
        serve((exchange, n) -> send(exchange, 200, " ".repeat(1001) + "{}"));
        assertThatThrownBy(() -> client.exchangeStatus())
                .isInstanceOfSatisfying(
                        RestException.class, e -> assertThat(e.kind()).isEqualTo(RestException.Kind.UNAVAILABLE));
    }

    @Test
    void callsKeepToTheRate() throws Exception {
        client.close();
        client = client(settings().withRate(20));
        serve((exchange, n) -> send(exchange, 200, "{\"exchange_active\":true}"));
        for (int i = 0; i < 6; i++) {
            client.exchangeStatus();
        }
        assertThat(waits.taken()).hasSize(4).allMatch(Duration.ofMillis(500)::equals);
    }

    @Test
    void aMarketIsReadWithWhatItHasAndWithoutWhatItLacks() throws Exception {
        serve((exchange, n) -> send(
                exchange,
                200,
                n == 0 ? """
                          {"market":{"ticker":"KXA-1","event_ticker":"KXA","title":"T\\u0000","yes_sub_title":"Y","market_type":"binary",
                          "status":"finalized","result":"yes","created_time":"2026-08-05T00:00:51.433609Z","open_time":"2026-08-05T00:01:00Z",
                          "close_time":"2026-08-05T12:00:00Z","expiration_time":null,"settlement_ts":"2026-08-05T12:05:00.5Z",
                          "updated_time":"0001-01-01T00:00:00Z","floor_strike":4184.96,"strike_type":"greater","expiration_value":"4189.00",
                          "price_level_structure":"deci_cent","price_ranges":[{"start":"0.0000","end":"1.0000","step":"0.0010"}],
                          "last_price_dollars":"0.9900","yes_bid":12,"volume_fp":"12.34","open_interest":7,"brand_new":{"a":[1,{"b":2}]}}}""" : "{\"market\":{\"ticker\":\"B\",\"status\":\"sleeping\",\"open_time\":\"soon\"}}"));
        assertThat(client.market("KXA-1")).hasValueSatisfying(market -> {
            assertThat(market.title()).isEqualTo("T?");
            assertThat(market.status()).isEqualTo(MarketStatus.FINALIZED);
            assertThat(MarketStatus.FINALIZED.stored()).isEqualTo("settled");
            assertThat(market.createdMicros()).isEqualTo(micros("2026-08-05T00:00:51.433609Z"));
            assertThat(market.settlementMicros()).isEqualTo(micros("2026-08-05T12:05:00.500Z"));
            assertThat(market.expirationMicros()).isEqualTo(Times.ABSENT);
            assertThat(market.updatedMicros()).isEqualTo(Times.ABSENT);
            assertThat(market.floorStrike()).isEqualTo("4184.96");
            assertThat(market.priceRanges()).containsExactly(new RestMarket.PriceRange(0, 1_000_000, 1000));
            assertThat(market.lastPriceMicros()).isEqualTo(990_000);
            assertThat(market.yesBidMicros()).isEqualTo(120_000);
            assertThat(market.yesAskMicros()).isEqualTo(Ticker.ABSENT);
            assertThat(market.volumeHundredths()).isEqualTo(1234);
            assertThat(market.openInterestHundredths()).isEqualTo(700);
        });
        assertThat(client.market("B / ?")).hasValueSatisfying(market -> {
            assertThat(market.statusText()).isEqualTo("sleeping");
            assertThat(market.status()).isNull();
            assertThat(market.openMicros()).isEqualTo(Times.ABSENT);
            assertThat(market.title()).isEmpty();
        });
        assertThat(requests).containsExactly("/markets/KXA-1", "/markets/B%20%2F%20%3F");
    }

    @Test
    void whatTheExchangeDoesNotKnowIsEmpty() throws Exception {
        serve((exchange, n) -> send(exchange, 404, "{}"));
        assertThat(client.market("X")).isEmpty();
        assertThat(client.series("X")).isEmpty();
    }

    @Test
    void booksComeInTheOrderOfBooks() throws Exception {
        serve((exchange, n) -> send(
                exchange,
                200,
                List.of(
                                "{\"orderbook_fp\":{\"yes_dollars\":[[\"0.0800\",\"300.00\"],[\"0.2200\",\"0.50\"]],\"no_dollars\":[[\"0.5400\",\"20.00\"]]}}",
                                "{\"orderbook\":{\"yes\":[[22,1],[8,300]],\"no\":null}}",
                                "{\"orderbook_fp\":{\"yes_dollars\":[[\"0.08001234\",\"300.00\"]]}}",
                                "{\"orderbook_fp\":{\"yes_dollars\":[[\"0.08\",\"1\"],[\"0.080\",\"1\"]]}}")
                        .get(n)));
        assertThat(client.orderbook("M", 0))
                .isEqualTo(new RestBook(
                        "M",
                        List.of(
                                new Level(Side.NO, 540_000, 2000),
                                new Level(Side.YES, 80_000, 30_000),
                                new Level(Side.YES, 220_000, 50))));
        assertThat(client.orderbook("M", 10).levels())
                .containsExactly(new Level(Side.YES, 80_000, 30_000), new Level(Side.YES, 220_000, 100));
        assertThatThrownBy(() -> client.orderbook("M", 0)).hasMessageContaining("does not fit exactly");
        assertThatThrownBy(() -> client.orderbook("M", 0)).hasMessageContaining("comes twice");
        assertThat(requests).startsWith("/markets/M/orderbook?depth=0", "/markets/M/orderbook?depth=10");
    }

    @Test
    void someBooksAreOneSignedCall() throws Exception {
        KeyPair keys = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        List<Boolean> verified = Collections.synchronizedList(new ArrayList<>());
        serve((exchange, n) -> {
            var headers = exchange.getRequestHeaders();
            verified.add(RequestSigner.verify(
                    keys.getPublic(),
                    headers.getFirst("KALSHI-ACCESS-SIGNATURE"),
                    "GET",
                    "/trade-api/v2/markets/orderbooks",
                    headers.getFirst("KALSHI-ACCESS-TIMESTAMP")));
            send(
                    exchange,
                    200,
                    "{\"orderbooks\":[{\"ticker\":\"A\",\"orderbook_fp\":{}},"
                            + "{\"ticker\":\"B\",\"orderbook_fp\":{\"no_dollars\":[[\"0.5\",\"1\"]]}}]}");
        });
        try (RestClient signing =
                new RestClient(settings(), new RequestSigner("id", keys.getPrivate()), waits, new Random(1), waits)) {
            assertThat(signing.orderbooks(List.of("A", "B")))
                    .containsExactly(
                            new RestBook("A", List.of()), new RestBook("B", List.of(new Level(Side.NO, 500_000, 100))));
            assertThatThrownBy(() -> signing.orderbooks(Collections.nCopies(101, "A")))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(requests).containsExactly("/markets/orderbooks?tickers=A&tickers=B");
        assertThat(verified).containsExactly(true);
    }

    @Test
    void tradesEventsSeriesAndTheCutoff() throws Exception {
        serve((exchange, n) -> {
            String path = requests.get(n);
            String body = path.startsWith("/events")
                    ? "{\"events\":[{\"event_ticker\":\"E\",\"series_ticker\":\"S\",\"title\":\"t\",\"category\":\"c\","
                            + "\"mutually_exclusive\":true,\"strike_date\":\"2026-08-05T12:00:00Z\",\"markets\":[{\"ticker\":\"M\"}]}]}"
                    : path.startsWith("/series/")
                            ? "{\"series\":{\"ticker\":\"S\",\"title\":\"t\",\"frequency\":\"daily\",\"tags\":[\"a\",null,\"b\"]}}"
                            : path.startsWith("/series")
                                    ? "{\"series\":[{\"ticker\":\"S\",\"tags\":null}]}"
                                    : path.startsWith("/historical/cutoff")
                                            ? "{\"market_settled_ts\":\"2026-01-01T00:00:00Z\",\"trades_created_ts\":\"2026-01-02T00:00:00Z\"}"
                                            : "{\"trades\":[{\"trade_id\":\"D91BC706-EE49-470D-82D8-11418BDA6FED\",\"ticker\":\"M\","
                                                    + "\"count_fp\":\"1.50\",\"yes_price_dollars\":\"0.3600\",\"no_price_dollars\":\"0.6400\","
                                                    + "\"taker_side\":\"yes\",\"created_time\":\"2026-08-05T12:00:00.123456Z\"}]}";
            send(exchange, 200, body);
        });
        List<Trade> trades = new ArrayList<>();
        assertThat(client.trades(Query.ALL.market("M").from(5), trades::addAll).items())
                .isEqualTo(1);
        assertThat(client.historicalTrades(Query.ALL, trades::addAll).items()).isEqualTo(1);
        Trade trade = new Trade(
                "d91bc706-ee49-470d-82d8-11418bda6fed",
                "M",
                micros("2026-08-05T12:00:00.123456Z"),
                360_000,
                640_000,
                150,
                Side.YES,
                null,
                false);
        assertThat(trades).containsExactly(trade, trade);
        List<RestEvent> events = new ArrayList<>();
        client.events(Query.ALL.with("with_nested_markets", "true"), events::addAll);
        assertThat(events.getFirst().markets().getFirst().ticker()).isEqualTo("M");
        assertThat(events.getFirst().strikeMicros()).isEqualTo(micros("2026-08-05T12:00:00Z"));
        List<RestSeries> series = new ArrayList<>();
        client.series(Query.ALL, series::addAll);
        assertThat(series).containsExactly(new RestSeries("S", "", "", "", List.of(), Times.ABSENT));
        assertThat(client.series("S")).hasValue(new RestSeries("S", "t", "", "daily", List.of("a", "b"), Times.ABSENT));
        assertThat(client.historicalCutoff())
                .isEqualTo(new HistoricalCutoff(micros("2026-01-01T00:00:00Z"), micros("2026-01-02T00:00:00Z")));
        assertThat(requests.getFirst()).isEqualTo("/markets/trades?ticker=M&min_ts=5");
    }

    @Test
    void aPageWithATradeThatDoesNotReadIsNotGiven() throws Exception {
        serve((exchange, n) -> send(exchange, 200, "{\"trades\":[{\"trade_id\":\"?\"}]}"));
        List<Trade> trades = new ArrayList<>();
        assertThatThrownBy(() -> client.trades(Query.ALL, trades::addAll))
                .isInstanceOfSatisfying(
                        RestException.class, e -> assertThat(e.kind()).isEqualTo(RestException.Kind.MALFORMED));
        assertThat(trades).isEmpty();
    }

    private static long micros(String time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(time));
    }
}

package trifecta.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import trifecta.protocol.rest.Listing;
import trifecta.protocol.rest.Query;
import trifecta.protocol.rest.RestClient;
import trifecta.protocol.rest.RestException;
import trifecta.protocol.rest.RestSettings;

/** Each trouble of REST, as a client without patience and as the product's own client meet it. */
class RestFaultsTest {
    private static final String QUIET = "markets=30 rate=100 market-every=60s";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {401, 429, 500, 503})
    void anAnswerIsRefusedWithAStatusAsOftenAsItWasOrdered(int status) throws Exception {
        try (TestExchange exchange = TestExchange.start(folder, QUIET)) {
            exchange.fault("name=rest&value=" + status + "&count=2&path=markets");
            assertThat(exchange.get("/exchange/status", Map.of()).statusCode()).isEqualTo(200);
            HttpResponse<String> first = exchange.get("/markets", Map.of());
            assertThat(first.statusCode()).isEqualTo(status);
            assertThat(first.headers().firstValue("Retry-After")).isEmpty();
            assertThat(exchange.get("/markets", Map.of()).statusCode()).isEqualTo(status);
            assertThat(exchange.get("/markets", Map.of()).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void itSaysWhenToComeBackIfThatWasOrdered() throws Exception {
        try (TestExchange exchange = TestExchange.start(folder, QUIET)) {
            exchange.fault("name=rest&value=429&retry=1500ms");
            assertThat(exchange.get("/markets", Map.of()).headers().firstValue("Retry-After"))
                    .contains("2");
        }
    }

    @Test
    void onlyTheLineThatIsMeantMeetsIt() throws Exception {
        try (TestExchange exchange = TestExchange.start(folder, QUIET)) {
            exchange.fault("name=rest&value=500&line=2");
            assertThat(exchange.get("/markets", Map.of()).statusCode()).isEqualTo(200);
            assertThat(exchange.get("/markets", exchange.signer(1).headers("GET", "/trade-api/v2/markets", now()))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(exchange.get("/markets", exchange.signer(2).headers("GET", "/trade-api/v2/markets", now()))
                            .statusCode())
                    .isEqualTo(500);
        }
    }

    @Test
    void theProductsClientOutlivesAHangAndATruncatedAnswerIsOneSentence() throws Exception {
        try (TestExchange exchange = TestExchange.start(folder, QUIET);
                RestClient client = client(exchange)) {
            exchange.fault("name=rest&value=hang");
            assertThat(client.exchangeStatus().exchangeActive()).isTrue();
            assertThat(client.retries()).isEqualTo(1);
            exchange.fault("name=rest&value=truncated");
            assertThatThrownBy(client::exchangeStatus)
                    .isInstanceOfSatisfying(
                            RestException.class, e -> assertThat(e.kind()).isEqualTo(RestException.Kind.MALFORMED));
        }
    }

    @Test
    void aCursorLoopEndsTheListingAndTheNextOneIsWhole() throws Exception {
        try (TestExchange exchange = TestExchange.start(folder, QUIET);
                RestClient client = client(exchange)) {
            exchange.fault("name=rest&value=loop&count=100&path=markets");
            Listing listing = client.markets(Query.ALL.limit(10), page -> {});
            assertThat(listing.ending()).isEqualTo(Listing.Ending.CURSOR_REPEATED);
            assertThat(listing.pages()).isEqualTo(2);
        }
        try (TestExchange exchange = TestExchange.start(Files.createDirectory(folder.resolve("second")), QUIET);
                RestClient client = client(exchange)) {
            exchange.fault("name=rest&value=loop&count=1");
            Listing listing = client.markets(Query.ALL.limit(10), page -> {});
            assertThat(listing.isComplete()).isTrue();
            assertThat(listing.pages()).as("the first page came twice").isEqualTo(4);
        }
    }

    @Test
    void aCacheTellsWhatWasTrueBefore() throws Exception {
        try (TestExchange exchange = TestExchange.start(folder, "markets=1 rate=5000 market-every=60s")) {
            String market = exchange.openMarkets().getFirst();
            exchange.fault("name=rest&value=cached&seconds=60m");
            String first =
                    exchange.get("/markets/" + market + "/orderbook", Map.of()).body();
            TestClient client = exchange.connect(1);
            client.subscribe("orderbook_delta", List.of(market));
            client.take(1_000);
            assertThat(exchange.get("/markets/" + market + "/orderbook", Map.of())
                            .body())
                    .isEqualTo(first);
            assertThat(exchange.get("/markets/" + market + "/orderbook?depth=0", Map.of())
                            .body())
                    .isNotEqualTo(first);
        }
    }

    private static RestClient client(TestExchange exchange) {
        RestSettings settings = RestSettings.defaults(
                        URI.create(exchange.uri("http", "/trade-api/v2").toString()))
                .withCallTimeout(Duration.ofSeconds(1))
                .withRetries(3, Duration.ofMillis(1), Duration.ofMillis(2));
        return new RestClient(settings, null, InstantSource.system(), new SplittableRandom(1));
    }

    private static long now() {
        return System.currentTimeMillis();
    }
}

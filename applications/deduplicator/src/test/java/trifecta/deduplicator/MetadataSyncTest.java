package trifecta.deduplicator;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import trifecta.store.DatabaseAddress;
import trifecta.store.production.ProductionWriter;
import trifecta.testkit.TestDatabase;
import trifecta.testkit.TestPostgres;

/** Markets that lack, and what an exchange's listing says of them. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class MetadataSyncTest {
    private static final String OPEN = "{\"ticker\":\"OPEN\",\"status\":\"active\"}";
    private static final String CLOSED = "{\"ticker\":\"CLOSED\",\"status\":\"closed\"}";

    private final LackingMarkets lacking = new LackingMarkets();
    /** Gets something whenever a listing begins. */
    private final LinkedBlockingQueue<String> begun = new LinkedBlockingQueue<>();

    private final AtomicInteger begins = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);
    /** Listings that are answered; a further one waits for the end of the test. */
    private volatile int allowed;

    private final LinkedBlockingQueue<Throwable> failed = new LinkedBlockingQueue<>();
    private final HttpServer server;

    MetadataSyncTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.createContext("/series", exchange -> {
            begun.add("begun");
            if (begins.incrementAndGet() > allowed) {
                awaitEnd();
            }
            answer(exchange, "{\"series\":[],\"cursor\":\"\"}");
        });
        server.createContext("/events", exchange -> answer(exchange, "{\"events\":[],\"cursor\":\"\"}"));
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private void markets(String cursor) {
        server.createContext(
                "/markets",
                exchange ->
                        answer(exchange, "{\"markets\":[" + OPEN + "," + CLOSED + "],\"cursor\":\"" + cursor + "\"}"));
    }

    /** Keeps production up to date until so many listings are over: the next begins then. */
    private void list(int times) throws Exception {
        allowed = times;
        TestDatabase database = TestPostgres.shared().database("metadata");
        DatabaseAddress production = new DatabaseAddress(database.url(), database.user(), database.password());
        ProductionWriter.open(production, "test", 1, InstantSource.system()).close();
        URI rest = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try (MetadataSync _ = MetadataSync.start(
                rest, production, lacking, Duration.ofSeconds(2), InstantSource.system(), failed::add)) {
            for (int i = 0; i <= times; i++) {
                begun.take();
            }
        }
        assertThat(failed).isEmpty();
    }

    @Test
    void whatIsClosedOrUnknownToTheExchangeLacksNothing() throws Exception {
        lacking.restore(Set.of("OPEN", "CLOSED", "UNKNOWN"));
        markets("");
        list(2);
        assertThat(lacking.takeGone()).containsExactlyInAnyOrder("CLOSED", "UNKNOWN");
        assertThat(lacking.takeGone()).as("told once").isEmpty();
    }

    @Test
    void oneListingAloneMayBeWrong() throws Exception {
        lacking.restore(Set.of("OPEN", "CLOSED", "UNKNOWN"));
        markets("");
        list(1);
        assertThat(lacking.takeGone()).isEmpty();
    }

    @Test
    void aListingThatIsNotWholeSaysNothingOfWhatItLacks() throws Exception {
        lacking.restore(Set.of("OPEN", "UNKNOWN"));
        markets("again");
        list(2);
        assertThat(lacking.takeGone()).isEmpty();
    }
}

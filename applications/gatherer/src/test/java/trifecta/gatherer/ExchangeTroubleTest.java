package trifecta.gatherer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import trifecta.gatherer.FakeExchange.RestTrouble;
import trifecta.market.BreakReason;
import trifecta.market.LineEvent;
import trifecta.service.OperatingException;
import trifecta.service.ServiceRun;
import trifecta.service.status.Json;

/** A whole gatherer whose exchange revokes its key, goes dead without a word, or answers nonsense by REST: it heals by itself. */
class ExchangeTroubleTest extends GathererStage {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Map<String, String> settings = new HashMap<>();

    ExchangeTroubleTest() {
        super(PATIENCE);
    }

    @BeforeEach
    void set() {
        settings.putAll(settings());
    }

    private ServiceRun run() {
        return ServiceRun.start(new GathererApplication(), settings);
    }

    private void sign(String keyId) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        String base64 = Base64.getMimeEncoder()
                .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
        Path file = folder.resolve("key.pem");
        Files.writeString(file, "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        settings.put("gatherer.key-id", keyId);
        settings.put("gatherer.key-file", file.toString());
    }

    private static String refused(ServiceRun gatherer) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest question = HttpRequest.newBuilder(
                            gatherer.statusAddress().resolve("/status"))
                    .build();
            String answer =
                    http.send(question, HttpResponse.BodyHandlers.ofString()).body();
            return String.valueOf(Json.readObject(answer).get("refused"));
        }
    }

    @Test
    void aRevokedKeyIsSaidWithWhatToDoAndHealsByItselfOnceItIsGivenBack() throws Exception {
        sign("key-1");
        exchange.books.open("A");
        try (ServiceRun gatherer = run()) {
            eventually("A is subscribed", () -> exchange.books.isSubscribed("A"));
            assertThat(refused(gatherer)).isEmpty();
            exchange.refuseKeys();
            exchange.books.cutAll();
            eventually("the status says so", () -> !refused(gatherer).isEmpty());
            assertThat(refused(gatherer))
                    .contains("key-1")
                    .contains("check the API key id")
                    .contains("by itself");
            int refusals = exchange.handshakesRefused.get();
            eventually("it goes on trying", () -> exchange.handshakesRefused.get() > refusals + 2);
            assertThat(gatherer.alive()).isTrue();
            exchange.acceptKeys();
            eventually("A is subscribed again", () -> exchange.books.isSubscribed("A"));
            eventually("the status says nothing of it", () -> refused(gatherer).isEmpty());
        }
    }

    @Test
    void aLineThatStartsWhileItsKeyIsRevokedWaitsForIt() throws Exception {
        sign("key-1");
        exchange.books.open("A");
        try (ServiceRun gatherer = run()) {
            eventually("A is subscribed", () -> exchange.books.isSubscribed("A"));
            assertThat(gatherer.alive()).isTrue();
        }
        exchange.refuseKeys();
        try (ServiceRun gatherer = run()) {
            eventually("the status says so", () -> !refused(gatherer).isEmpty());
            exchange.acceptKeys();
            eventually("A is subscribed again", () -> exchange.books.isSubscribed("A"));
            assertThat(gatherer.alive()).isTrue();
        }
    }

    @Test
    void anotherKeyThatNeverWorkedIsOneSentence() throws Exception {
        sign("key-1");
        exchange.books.open("A");
        try (ServiceRun gatherer = run()) {
            eventually("A is subscribed", () -> exchange.books.isSubscribed("A"));
            assertThat(gatherer.alive()).isTrue();
        }
        exchange.refuseKeys();
        sign("key-2");
        ServiceRun gatherer = run();
        assertThatThrownBy(gatherer::await)
                .isInstanceOf(OperatingException.class)
                .hasMessageContaining("401");
    }

    @Test
    void aConnectionThatGoesDeadWithoutAWordIsFoundAndReplaced() throws Exception {
        settings.put("gatherer.ping-silence", "1s");
        exchange.ping();
        exchange.books.open("A", "B");
        try (ServiceRun gatherer = run()) {
            eventually("both are subscribed", () -> exchange.books.subscribedMarkets() == 2);
            exchange.books.changes(20);
            eventually("20 are stored", () -> StoredLine.read(database).count(LineEvent.Delta.class) == 20);
            exchange.books.fallSilent();
            exchange.books.changes(7);
            eventually("both are subscribed anew", () -> exchange.books.subscribedMarkets() == 2);
            exchange.books.changes(20);
            eventually("40 are stored", () -> StoredLine.read(database).count(LineEvent.Delta.class) == 40);
            assertThat(gatherer.alive()).isTrue();
        }
        StoredLine line = StoredLine.read(database);
        line.assertDense();
        line.assertRunsAreTrue(exchange.books.truth);
        assertThat(line.rows)
                .filteredOn(
                        row -> row.event().body() instanceof LineEvent.Break end && end.reason() != BreakReason.STOPPED)
                .isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = RestTrouble.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void troubleWithTheListingIsTriedAgainWithPausesAndHeals(RestTrouble trouble) throws Exception {
        exchange.rest(trouble);
        exchange.books.open("A");
        try (ServiceRun gatherer = run()) {
            eventually("it was tried again", () -> exchange.marketsAsked.get() >= trouble.asksAwaited);
            exchange.books.open("B");
            assertThat(exchange.marketsAsked.get()).as("no loop, no flood").isLessThanOrEqualTo(trouble.asksAtMost);
            exchange.rest(RestTrouble.NONE);
            eventually("both are subscribed", () -> exchange.books.subscribedMarkets() == 2);
            assertThat(gatherer.alive()).isTrue();
        }
    }
}

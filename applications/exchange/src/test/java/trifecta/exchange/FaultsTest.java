package trifecta.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import trifecta.market.Times;
import trifecta.protocol.Message;
import trifecta.service.OperatingException;

/** Each fault, as a client sees it and as the record tells it. */
class FaultsTest {
    private static final String QUIET = "markets=3 rate=2000 market-every=60s ";

    @TempDir
    Path folder;

    @Test
    void aHoleUsesItsNumbersUpAndIsRecorded() throws Exception {
        TestExchange exchange = TestExchange.start(folder, QUIET);
        try (exchange) {
            TestClient client = listening(exchange, 1);
            exchange.fault("name=hole&line=1&count=3");
            client.await(frame -> !client.jumps.isEmpty());

            String[] jump = client.jumps.getFirst().split(" ", -1);
            assertThat(Long.parseLong(jump[2]) - Long.parseLong(jump[1])).isEqualTo(3);
            exchange.stop();
        }
        assertThat(lines(exchange, "W ")).hasSize(3).allMatch(line -> line.endsWith(" hole"));
        assertThat(lines(exchange, "F "))
                .singleElement()
                .asString()
                .contains("hole")
                .contains("connection=1 sid=1");
    }

    @Test
    void aDroppedMessageLeavesNoTraceInTheNumbersButInTheBook() throws Exception {
        TestExchange exchange = TestExchange.start(folder, QUIET);
        try (exchange) {
            TestClient client = listening(exchange, 1);
            exchange.fault("name=drop&line=1");
            while (client.disagreements.isEmpty()) {
                client.take(200);
                client.update(90, 1, "get_snapshot", exchange.openMarkets());
                client.await(frame -> frame.message() instanceof Message.Snapshot);
            }

            assertThat(client.jumps).isEmpty();
            exchange.stop();
        }
        assertThat(lines(exchange, "W ")).singleElement().asString().endsWith(" - drop");
    }

    @Test
    void aRestartBeginsTheNumbersAnewAndWithholdsNothing() throws Exception {
        TestExchange exchange = TestExchange.start(folder, QUIET);
        try (exchange) {
            TestClient client = listening(exchange, 1);
            exchange.fault("name=restart&line=1");
            client.await(frame -> !client.jumps.isEmpty());

            assertThat(client.jumps.getFirst()).endsWith(" 1");
            exchange.stop();
        }
        assertThat(lines(exchange, "W ")).isEmpty();
    }

    @Test
    void aRepeatedMessageHasTheSameNumber() throws Exception {
        TestExchange exchange = TestExchange.start(folder, QUIET);
        try (exchange) {
            TestClient client = listening(exchange, 1);
            exchange.fault("name=repeat&line=1&count=1");
            client.await(frame -> !client.jumps.isEmpty());

            String[] jump = client.jumps.getFirst().split(" ", -1);
            assertThat(Long.parseLong(jump[1]) - Long.parseLong(jump[2])).isEqualTo(1);
            exchange.stop();
        }
    }

    @Test
    void aGarbledMessageIsWithheldUnderItsNumber() throws Exception {
        TestExchange exchange = TestExchange.start(folder, QUIET);
        try (exchange) {
            TestClient client = listening(exchange, 1);
            exchange.fault("name=garble&line=1&count=1");

            assertThatThrownBy(() -> client.await(frame -> false))
                    .hasMessageContaining("Undecodable")
                    .hasMessageContaining("\"seq\":");
            assertThat(client.jumps).isEmpty();
            exchange.stop();
        }
        assertThat(lines(exchange, "W ")).singleElement().asString().endsWith(" garble");
    }

    @Test
    void noiseIsNumberedAndOfAnUnknownType() throws Exception {
        TestExchange exchange = TestExchange.start(folder, QUIET);
        try (exchange) {
            TestClient client = listening(exchange, 1);
            exchange.fault("name=noise&line=1&count=1");
            client.await(frame -> frame.message() instanceof Message.Unknown);

            client.take(50);
            assertThat(client.jumps).isEmpty();
            exchange.stop();
        }
    }

    @Test
    void aCutResetsOneLineOnly() throws Exception {
        TestExchange exchange = TestExchange.start(folder, QUIET);
        try (exchange) {
            TestClient first = listening(exchange, 1);
            TestClient second = listening(exchange, 2);
            exchange.fault("name=cut&line=1");

            assertThat(first.awaitClose()).startsWith("error");
            second.take(200);
            assertThat(second.jumps).isEmpty();
            exchange.stop();
        }
        assertThat(lines(exchange, "C ").getFirst()).contains("cut by a fault");
    }

    @Test
    void anOrderlyCutLosesNothingThatWasSent() throws Exception {
        TestExchange exchange = TestExchange.start(folder, QUIET);
        int got;
        try (exchange) {
            TestClient client = listening(exchange, 1);
            exchange.fault("name=cut&line=1&how=orderly");
            assertThat(client.awaitClose()).startsWith("close 1001");
            got = (int) client.seen.stream()
                    .filter(frame -> frame.message() instanceof Message.Delta)
                    .count();
            exchange.stop();
        }
        assertThat(lines(exchange, "D "))
                .filteredOn(line -> line.endsWith(" 1"))
                .hasSize(got);
    }

    @Test
    void aStalledConnectionIsSilentAndThenGoesOnWithoutALoss() throws Exception {
        try (TestExchange exchange = TestExchange.start(folder, QUIET)) {
            TestClient client = listening(exchange, 1);
            exchange.fault("name=stall&line=1&seconds=1500ms");
            boolean silent = false;
            for (int i = 0; i < 100_000 && !silent; i++) {
                silent = client.isSilentFor(700);
            }

            assertThat(silent).isTrue();
            client.take(2_000);
            assertThat(client.jumps).isEmpty();
        }
    }

    @Test
    void error25ComesAfterTheMessagesThatWereLost() throws Exception {
        TestExchange exchange = TestExchange.start(folder, QUIET);
        try (exchange) {
            TestClient client = listening(exchange, 1);
            exchange.fault("name=error25&line=1&count=7");
            assertThat(failure(client)).isEqualTo(25);

            String[] jump = client.jumps.getFirst().split(" ", -1);
            assertThat(Long.parseLong(jump[2]) - Long.parseLong(jump[1])).isGreaterThanOrEqualTo(7);
            assertThat(client.isSilentFor(200)).isTrue();
            assertThat(client.subscribe("orderbook_delta", exchange.openMarkets()))
                    .isEqualTo(2);
            exchange.stop();
        }
        assertThat(lines(exchange, "W ")).hasSizeGreaterThanOrEqualTo(7).allMatch(line -> line.endsWith(" overflow"));
        assertThat(lines(exchange, "V ").getFirst()).endsWith(" error25");
    }

    @Test
    void aClientThatReadsTooSlowlyOverflowsAndIsToldOnceItReadsAgain() throws Exception {
        TestExchange exchange = TestExchange.start(folder, "markets=3 rate=40000 market-every=60s queue=64KB");
        try (exchange) {
            TestClient client = listening(exchange, 1);
            client.read(false);
            while (counter(exchange, "withheld") == 0) {
                Thread.onSpinWait();
            }
            client.read(true);
            assertThat(failure(client)).isEqualTo(25);
            exchange.stop();
        }
        long withheld = lines(exchange, "W ").size();
        assertThat(withheld).isEqualTo(counterOf(exchange, " overflow"));
    }

    @Test
    void otherErrorsComeWhenTheyAreWanted() throws Exception {
        try (TestExchange exchange = TestExchange.start(folder, QUIET)) {
            TestClient client = listening(exchange, 1);
            exchange.fault("name=error10&line=1");
            assertThat(failure(client)).isEqualTo(10);
            assertThat(client.jumps).isEmpty();

            client.subscribe("trade", List.of());
            exchange.fault("name=error18&line=1");
            client.send("{\"id\":80,\"cmd\":\"list_subscriptions\"}");
            assertThat(failure(client)).isEqualTo(18);
            exchange.fault("name=error26&value=2&line=1");
            assertThatThrownBy(() -> client.subscribe("orderbook_delta", exchange.openMarkets()))
                    .hasMessageContaining("code=26");
            client.subscribe("orderbook_delta", exchange.openMarkets().subList(0, 2));
            assertThat(exchange.connect(2).subscribe("orderbook_delta", exchange.openMarkets()))
                    .isEqualTo(1);
        }
    }

    @Test
    void stampsDifferByLineAndTheRestOfTheMessageDoesNot() throws Exception {
        String faults = "faults=stamps=jitter:line=1;stamps=millis:line=2";
        TestExchange exchange = TestExchange.start(folder, QUIET + faults);
        List<Message.Delta> jittered;
        List<Message.Delta> millis;
        try (exchange) {
            TestClient first = listening(exchange, 1);
            TestClient second = listening(exchange, 2);
            second.take(2_000);
            first.take(2_000);
            first.drain();
            jittered = deltas(first);
            millis = deltas(second);
            exchange.stop();
        }
        List<String> both = lines(exchange, "D ").stream()
                .filter(line -> line.endsWith(" 1,2"))
                .toList();
        int alone = (int) lines(exchange, "D ").stream()
                .takeWhile(line -> !line.endsWith(" 1,2"))
                .filter(line -> line.endsWith(" 1"))
                .count();
        Set<Long> offsets = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            String[] recorded = both.get(i).split(" ", -1);
            long exchangeMicros = Long.parseLong(recorded[4]);
            Message.Delta one = jittered.get(i + alone);
            offsets.add(one.exchangeMicros() - exchangeMicros);
            assertThat(one.exchangeMicros() - exchangeMicros).isBetween(0L, 5_000L);
            assertThat(millis.get(i).exchangeMicros()).isEqualTo(Times.millis(exchangeMicros) * 1000);
            assertThat(one.deltaHundredths()).isEqualTo(millis.get(i).deltaHundredths());
        }
        assertThat(offsets).hasSizeGreaterThan(100);
    }

    @Test
    void aRuleThatNobodyUnderstandsIsRefusedWithASentence() {
        assertThatThrownBy(() -> FaultRule.parse("earthquake:line=1"))
                .hasMessageContaining("no fault is called 'earthquake'");
        assertThatThrownBy(() -> FaultRule.parse("cut:wrist=1")).hasMessageContaining("unknown parameter wrist");
        assertThatThrownBy(() -> FaultRule.parse("cut:every=often")).hasMessageContaining("every=often is no duration");
        assertThatThrownBy(() -> FaultRule.parse("stamps=golden")).hasMessageContaining("none of jitter");
        assertThat(FaultRule.parse("cut:line=2,every=20s; hole:count=3")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "error26=abc | limit=abc is no number from 1",
                "error26 | it needs its limit",
                "error26=0 | limit=0 is no number from 1",
                "error26=5:limit=7 | it needs its limit",
                "hole:channel=orderbok | none of orderbook_delta, trade, ticker",
                "cut:how=ordely | how=ordely is none of rst, orderly",
                "cut:which=al | which=al is none of one, all",
                "cut=now | it takes no value",
                "cut:line=-1 | line=-1 is no number",
                "cut:line=2,line=3 | line is given twice",
                "hole:count=0 | count=0 is no number from 1",
                "hole:count=99999999999 | is no number from 1 to 1000000000",
                "cut:every=0s | every=0s is no duration",
                "cut:every=99999999999s | is no duration",
                "stamps | none of jitter",
                "time=late | none of ahead, behind, future, zero",
                "rest=teapot | none of 401, 429, 500, 503, hang, truncated, loop, cached",
                "rest=429:path=nowhere | path=nowhere is none of markets",
                "revoke:seconds=soon | seconds=soon is no duration",
                "cut:line=9 | line=9 does not exist; there are 1 to 2"
            })
    void aFaultThatCouldNotHappenAsWrittenIsRefusedBeforeAnythingStarts(String faults, String sentence) {
        assertThatThrownBy(() -> TestExchange.start(folder, "faults=" + faults))
                .isInstanceOf(OperatingException.class)
                .hasMessageContaining("exchange.faults")
                .hasMessageContaining(sentence);
        assertThat(folder.resolve("record")).doesNotExist();
    }

    @Test
    void timedFaultsCountFromTheBeginningOfTheSourceAndAreMissingUntilThen() throws Exception {
        String faults = "lines-awaited=1 faults=cut:line=1;drop:after=1000000000";
        try (TestExchange exchange = TestExchange.start(folder, QUIET + faults)) {
            TestClient client = exchange.connect(1);
            client.subscribe("orderbook_delta", exchange.openMarkets());
            client.subscribe("trade", List.of());
            assertThat(client.isSilentFor(400)).isTrue();
            assertThat(exchange.status()).containsEntry("state", "waiting");
            assertThat(exchange.status().get("faultsMissing"))
                    .isEqualTo(List.of("cut line=1", "drop after=1000000000"));
            client.send("{\"id\":70,\"cmd\":\"subscribe\",\"params\":{\"channels\":[\"market_lifecycle_v2\"]}}");
            assertThat(client.awaitClose()).startsWith("error");
            assertThat(exchange.status().get("faultsMissing")).isEqualTo(List.of("drop after=1000000000"));
            assertThat(exchange.status()).containsEntry("state", "live");
        }
    }

    private static TestClient listening(TestExchange exchange, int line) throws Exception {
        TestClient client = exchange.connect(line);
        client.subscribe("orderbook_delta", exchange.openMarkets());
        client.await(frame -> frame.message() instanceof Message.Delta);
        return client;
    }

    private static int failure(TestClient client) throws Exception {
        return ((Message.Failure) client.await(frame -> frame.message() instanceof Message.Failure)
                        .message())
                .code();
    }

    private static List<Message.Delta> deltas(TestClient client) {
        List<Message.Delta> deltas = new ArrayList<>();
        client.seen.forEach(frame -> {
            if (frame.message() instanceof Message.Delta delta) {
                deltas.add(delta);
            }
        });
        return deltas;
    }

    private static List<String> lines(TestExchange exchange, String kind) throws Exception {
        return exchange.record().stream().filter(line -> line.startsWith(kind)).toList();
    }

    private static long counterOf(TestExchange exchange, String ending) throws Exception {
        return lines(exchange, "W ").stream()
                .filter(line -> line.endsWith(ending))
                .count();
    }

    private static long counter(TestExchange exchange, String name) throws Exception {
        Object counters = TestExchange.present(exchange.status(), "counters");
        return counters instanceof java.util.Map<?, ?> map && map.get(name) instanceof Long value ? value : -1;
    }
}

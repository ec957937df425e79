package trifecta.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import trifecta.protocol.Message;

/** Faults that withhold nothing and tell something wrong: old snapshots, another order, other times. */
class OddMessagesTest {
    private static final String QUIET = "markets=3 rate=2000 market-every=60s ";
    private static final long HOUR = 3_600_000_000L;

    @TempDir
    Path folder;

    @Test
    void aStaleSnapshotShowsTheBookOfBeforeAndIsRecordedAsThat() throws Exception {
        TestExchange exchange = TestExchange.start(folder, QUIET);
        try (exchange) {
            TestClient client = listening(exchange);
            exchange.fault("name=stale&line=1&count=1");
            while (client.disagreements.isEmpty()) {
                client.take(200);
                client.update(90, 1, "get_snapshot", exchange.openMarkets());
                client.await(frame -> frame.message() instanceof Message.Snapshot);
            }
            assertThat(client.jumps).isEmpty();
            exchange.stop();
        }
        String[] outdated = lines(exchange, "Q ").getFirst().split(" ", -1);
        String hash = lines(exchange, "S ").stream()
                .filter(line -> line.startsWith("S " + outdated[1] + " ") && line.split(" ", -1)[5].equals(outdated[4]))
                .toList()
                .getLast()
                .split(" ", -1)[6];
        assertThat(lines(exchange, "Q ")).hasSize(1);
        assertThat(Long.parseLong(outdated[5])).isLessThan(Long.parseLong(outdated[1]));
        assertThat(bookAfter(exchange, Long.parseLong(outdated[5]), outdated[4]))
                .isEqualTo(hash);
        assertThat(lines(exchange, "W ")).isEmpty();
    }

    /** The hash of a market's book after an event, by the record's own base and deltas. */
    private static String bookAfter(TestExchange exchange, long index, String key) throws Exception {
        trifecta.market.Book book = new trifecta.market.Book();
        for (String line : exchange.record()) {
            String[] f = line.split(" ", -1);
            if (f[0].equals("B") && f[2].equals(key)) {
                for (int i = 3; i < f.length; i++) {
                    String[] level = f[i].substring(1).split(":", -1);
                    book.add(side(f[i]), Integer.parseInt(level[0]), Long.parseLong(level[1]));
                }
            } else if (f[0].equals("D") && f[2].equals(key) && Long.parseLong(f[1]) <= index) {
                book.add(side(f[5]), Integer.parseInt(f[6]), Long.parseLong(f[7]));
            }
        }
        return Long.toHexString(book.hash());
    }

    private static trifecta.market.Side side(String text) {
        return text.startsWith("y") ? trifecta.market.Side.YES : trifecta.market.Side.NO;
    }

    @Test
    void changesOfUnlikeMarketsComeInTheOtherOrderAndEachMarketsOwnStays() throws Exception {
        TestExchange exchange = TestExchange.start(folder, "markets=20 rate=20000 market-every=60s");
        List<String> told;
        try (exchange) {
            TestClient client = listening(exchange);
            exchange.fault("name=order&line=1&count=5&within=5ms");
            client.take(10_000);
            assertThat(client.jumps).isEmpty();
            told = deltas(client);
            exchange.stop();
        }
        Map<String, String> names = new HashMap<>();
        lines(exchange, "M ").forEach(line -> names.put(line.split(" ", -1)[1], line.split(" ", -1)[2]));
        List<String> happened = lines(exchange, "D ").stream()
                .filter(line -> line.endsWith(" 1"))
                .map(line -> line.split(" ", -1))
                .map(f -> names.get(f[2]) + " " + f[6] + " " + f[7])
                .limit(told.size())
                .toList();
        int elsewhere = 0;
        for (int i = 0; i < happened.size(); i++) {
            elsewhere += happened.get(i).equals(told.get(i)) ? 0 : 1;
        }
        assertThat(elsewhere).isEqualTo(10);
        assertThat(told).containsExactlyInAnyOrderElementsOf(happened);
        for (String market : names.values()) {
            assertThat(told.stream().filter(each -> each.startsWith(market + " ")))
                    .containsExactlyElementsOf(happened.stream()
                            .filter(each -> each.startsWith(market + " "))
                            .toList());
        }
    }

    @ParameterizedTest
    @CsvSource({"ahead,3600000000", "behind,-3600000000"})
    void aMessageTellsAnotherTimeAndTheRecordSaysWhich(String how, long offset) throws Exception {
        TestExchange exchange = TestExchange.start(folder, QUIET);
        List<Message.Delta> seen;
        try (exchange) {
            TestClient client = listening(exchange);
            exchange.fault("name=time&value=" + how + "&line=1&count=2&offset=60m");
            client.take(500);
            seen = client.seen.stream()
                    .filter(frame -> frame.message() instanceof Message.Delta)
                    .map(frame -> (Message.Delta) frame.message())
                    .toList();
            exchange.stop();
        }
        List<String> wrong = lines(exchange, "X ");
        assertThat(wrong).hasSize(2);
        for (String each : wrong) {
            String[] f = each.split(" ", -1);
            String[] truth = lines(exchange, "D " + f[1] + " ").getFirst().split(" ", -1);
            assertThat(Long.parseLong(f[4])).isEqualTo(Long.parseLong(truth[4]) + offset);
            assertThat(seen).extracting(Message.Delta::exchangeMicros).contains(Long.parseLong(f[4]));
        }
        assertThat(Math.abs(offset)).isEqualTo(HOUR);
    }

    @Test
    void timesOutOfRangeCanBeRead() throws Exception {
        try (TestExchange exchange = TestExchange.start(folder, QUIET)) {
            TestClient client = listening(exchange);
            exchange.fault("name=time&value=zero&line=1");
            client.await(frame -> frame.message() instanceof Message.Delta delta && delta.exchangeMicros() == 0);
            exchange.fault("name=time&value=future&line=1");
            client.await(frame -> frame.message() instanceof Message.Delta delta
                    && delta.exchangeMicros() == 64_060_588_800_000_000L);
            client.subscribe("trade", List.of());
            exchange.fault("name=time&value=future&line=1&channel=trade");
            client.await(frame -> frame.message() instanceof Message.Trade trade
                    && trade.trade().exchangeMicros() == 64_060_588_800_000_000L);
            assertThat(client.jumps).isEmpty();
        }
    }

    private static List<String> deltas(TestClient client) {
        List<String> told = new ArrayList<>();
        client.seen.forEach(frame -> {
            if (frame.message() instanceof Message.Delta delta) {
                told.add(delta.market() + " " + delta.priceMicros() + " " + delta.deltaHundredths());
            }
        });
        return told;
    }

    private static TestClient listening(TestExchange exchange) throws Exception {
        TestClient client = exchange.connect(1);
        client.subscribe("orderbook_delta", exchange.openMarkets());
        client.await(frame -> frame.message() instanceof Message.Delta);
        return client;
    }

    private static List<String> lines(TestExchange exchange, String kind) throws Exception {
        return exchange.record().stream().filter(line -> line.startsWith(kind)).toList();
    }
}

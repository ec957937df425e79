package trifecta.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandCodecTest {
    @Test
    void commandsAreWrittenAsDocumented() {
        assertThat(text(new Command.Subscribe(1, List.of("orderbook_delta"), List.of("A", "B"))))
                .isEqualTo("{\"id\":1,\"cmd\":\"subscribe\",\"params\":{\"channels\":[\"orderbook_delta\"],"
                        + "\"market_tickers\":[\"A\",\"B\"],\"use_yes_price\":false}}");
        assertThat(text(new Command.Subscribe(2, List.of("trade", "ticker"), List.of())))
                .isEqualTo("{\"id\":2,\"cmd\":\"subscribe\",\"params\":{\"channels\":[\"trade\",\"ticker\"]}}");
        assertThat(text(new Command.Update(3, 456, Command.Action.GET_SNAPSHOT, List.of("A"))))
                .isEqualTo("{\"id\":3,\"cmd\":\"update_subscription\",\"params\":{\"sids\":[456],"
                        + "\"action\":\"get_snapshot\",\"market_tickers\":[\"A\"]}}");
        assertThat(text(new Command.Unsubscribe(4, List.of(1, 2))))
                .isEqualTo("{\"id\":4,\"cmd\":\"unsubscribe\",\"params\":{\"sids\":[1,2]}}");
        assertThat(text(new Command.ListSubscriptions(5))).isEqualTo("{\"id\":5,\"cmd\":\"list_subscriptions\"}");
        assertThatThrownBy(() -> CommandCodec.encode(new Command.Invalid(1, 1, "x")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void commandsAreReadAsWritten() {
        List<Command> commands = List.of(
                new Command.Subscribe(1, List.of("orderbook_delta"), List.of("A", "B")),
                new Command.Subscribe(2, List.of("trade", "ticker"), List.of()),
                new Command.Update(3, 456, Command.Action.ADD_MARKETS, List.of("A")),
                new Command.Update(3, 456, Command.Action.DELETE_MARKETS, List.of("A", "B")),
                new Command.Unsubscribe(4, List.of(1, 2)),
                new Command.ListSubscriptions(5));
        for (Command command : commands) {
            assertThat(read(text(command))).isEqualTo(command);
        }
    }

    @Test
    void singleFieldsStandForListsOfOne() {
        assertThat(
                        read(
                                "{\"id\":1,\"cmd\":\"subscribe\",\"params\":{\"channels\":[\"orderbook_delta\"],\"market_ticker\":\"A\"}}"))
                .isEqualTo(new Command.Subscribe(1, List.of("orderbook_delta"), List.of("A")));
        assertThat(read("{\"params\":{\"sid\":7,\"market_ticker\":\"A\",\"action\":\"add_markets\",\"new\":{}},"
                        + "\"cmd\":\"update_subscription\",\"id\":1}"))
                .isEqualTo(new Command.Update(1, 7, Command.Action.ADD_MARKETS, List.of("A")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "1 | 5 | {\"id\":5,",
                "1 | 5 | {\"id\":5}",
                "1 | -1 | hello",
                "1 | -1 | []",
                "1 | 5 | {\"id\":5,\"cmd\":\"list_subscriptions\"} x",
                "2 | 5 | {\"id\":5,\"cmd\":\"subscribe\"}",
                "2 | 5 | {\"id\":5,\"cmd\":\"unsubscribe\"}",
                "2 | 5 | {\"id\":5,\"cmd\":\"update_subscription\"}",
                "3 | 5 | {\"id\":5,\"cmd\":\"subscribe\",\"params\":{}}",
                "3 | 5 | {\"id\":5,\"cmd\":\"subscribe\",\"params\":{\"channels\":[]}}",
                "4 | 5 | {\"id\":5,\"cmd\":\"unsubscribe\",\"params\":{}}",
                "5 | 5 | {\"id\":5,\"cmd\":\"dance\"}",
                "8 | 5 | {\"id\":5,\"cmd\":\"subscribe\",\"params\":{\"channels\":[\"fill\"]}}",
                "11 | 5 | {\"id\":5,\"cmd\":\"subscribe\",\"params\":{\"channels\":\"trade\"}}",
                "11 | 5 | {\"cmd\":\"subscribe\",\"params\":{\"channels\":[7]},\"id\":5}",
                "11 | 5 | {\"id\":5,\"cmd\":\"subscribe\",\"params\":{\"channels\":[\"trade\"],\"market_tickers\":[\"A B\"]}}",
                "11 | 5 | {\"id\":5,\"cmd\":\"subscribe\",\"params\":{\"channels\":[\"orderbook_delta\"],\"market_tickers\":[\"A\"],\"use_yes_price\":true}}",
                "12 | 5 | {\"id\":5,\"cmd\":\"update_subscription\",\"params\":{\"action\":\"add_markets\"}}",
                "12 | 5 | {\"id\":5,\"cmd\":\"update_subscription\",\"params\":{\"sids\":[1,2],\"action\":\"add_markets\"}}",
                "13 | 5 | {\"id\":5,\"cmd\":\"update_subscription\",\"params\":{\"sid\":1,\"action\":\"sing\",\"market_tickers\":[\"A\"]}}",
                "14 | 5 | {\"id\":5,\"cmd\":\"subscribe\",\"params\":{\"channels\":[\"orderbook_delta\"]}}",
                "14 | 5 | {\"id\":5,\"cmd\":\"update_subscription\",\"params\":{\"sid\":1,\"action\":\"add_markets\"}}",
                "15 | 5 | {\"id\":5,\"cmd\":\"update_subscription\",\"params\":{\"sid\":1,\"market_tickers\":[\"A\"]}}",
            })
    void whatBreaksTheProtocolIsInvalidWithTheDocumentedCode(int code, long id, String text) {
        assertThat(read(text)).isInstanceOfSatisfying(Command.Invalid.class, invalid -> {
            assertThat(invalid.errorCode()).as(invalid.reason()).isEqualTo(code);
            assertThat(invalid.id()).isEqualTo(id);
        });
    }

    @Test
    void noInputMakesTheReaderThrow() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        byte[] whole = text(new Command.Update(3, 456, Command.Action.ADD_MARKETS, List.of("A")))
                .getBytes(StandardCharsets.UTF_8);
        int invalid = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] broken = whole.clone();
            broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            int length = random.nextInt(4) == 0 ? random.nextInt(broken.length) : broken.length;
            Command command = CommandCodec.decode(broken, 0, length);
            invalid += command instanceof Command.Invalid ? 1 : 0;
        }
        assertThat(invalid).as("seed %d", seed).isGreaterThan(5000);
        assertThat(read("{\"id\":1,\"cmd\":" + "[".repeat(100_000))).isInstanceOf(Command.Invalid.class);
    }

    private static String text(Command command) {
        return new String(CommandCodec.encode(command), StandardCharsets.UTF_8);
    }

    private static Command read(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return CommandCodec.decode(bytes, 0, bytes.length);
    }
}

package trifecta.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be read keeps its envelope and its market where these can be read, and says why. */
class BadFramesTest {
    private static final String DELTA =
            "{\"type\":\"orderbook_delta\",\"sid\":2,\"seq\":345,\"msg\":{\"market_ticker\":\"M\",\"price_dollars\":\"0.9600\","
                    + "\"delta_fp\":\"-54.00\",\"side\":\"yes\",\"ts\":\"2026-08-05T11:45:36.56Z\",\"ts_ms\":1785930336560}}";
    private static final Envelope ENVELOPE = new Envelope("orderbook_delta", Envelope.ABSENT, 2, 345);

    private final FrameDecoder decoder = new FrameDecoder();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.9600001",
                "1.0001",
                "-0.0100",
                "0.96 ",
                "9.6e-1",
                "0,96",
                "",
                "0x1",
                "\\u0030.96z",
                "99999999999999999999"
            })
    void aPriceThatDoesNotFitExactlyIsUndecodable(String price) {
        assertUndecodable(DELTA.replace("0.9600", price), "price_dollars");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-54.001", "1234567890123456789", "10000000000000.01", "NaN", "--1", "1.2.3", "+5"})
    void aCountThatDoesNotFitExactlyIsUndecodable(String count) {
        assertUndecodable(DELTA.replace("-54.00", count), "delta_fp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-08-05T11:45:36.1234567Z", "2026-02-29T11:45:36Z", "2026-08-05", "24 o'clock"})
    void aTimeThatDoesNotFitExactlyIsUndecodable(String time) {
        assertUndecodable(DELTA.replace("2026-08-05T11:45:36.56Z", time), "ts");
    }

    @Test
    void zerosBeyondTheLastDecimalFit() {
        String frame = DELTA.replace("0.9600", "0.96000000000")
                .replace("-54.00", "-54.0000")
                .replace("36.56Z", "36.560000000Z");
        assertThat(decode(frame)).isEqualTo(decode(DELTA));
        assertThat(decode(DELTA).message()).isInstanceOf(Message.Delta.class);
    }

    @Test
    void aNestedUnknownFieldAnywhereIsPassedOver() {
        String nested = "\"more\":{\"type\":\"trade\",\"list\":[{\"sid\":[9]},{}]},";
        assertThat(decode(DELTA.replace("\"sid\":2", nested + "\"sid\":2"))).isEqualTo(decode(DELTA));
        assertThat(decode(DELTA.replace("\"side\"", nested + "\"side\""))).isEqualTo(decode(DELTA));
    }

    @Test
    void messageBeforeEnvelopeIsTheSame() {
        String message = DELTA.substring(DELTA.indexOf("\"msg\""), DELTA.length() - 1);
        assertThat(decode("{" + message + ",\"seq\":345,\"sid\":2,\"type\":\"orderbook_delta\"}"))
                .isEqualTo(decode(DELTA));
    }

    @Test
    void everyTruncationIsUndecodableAndKeepsWhatWasWhole() {
        int envelopeWhole = DELTA.indexOf(",\"msg\"") + 1;
        int marketWhole = DELTA.indexOf(",\"price_dollars\"");
        for (int length = 0; length < DELTA.length(); length++) {
            Frame frame = decode(DELTA.substring(0, length));
            assertThat(frame.message()).as("cut at %d", length).isInstanceOf(Message.Undecodable.class);
            assertThat(frame.envelope().seq())
                    .as("cut at %d", length)
                    .isEqualTo(length >= envelopeWhole ? 345 : Envelope.ABSENT);
            if (length >= envelopeWhole) {
                assertThat(frame.envelope()).as("cut at %d", length).isEqualTo(ENVELOPE);
            }
            assertThat(((Message.Undecodable) frame.message()).market())
                    .as("cut at %d", length)
                    .isEqualTo(length >= marketWhole ? "M" : null);
        }
    }

    @Test
    void deepNestingIsRefusedWithoutRecursion() {
        String deep = "[".repeat(1_000_000);
        assertUndecodable(DELTA.replace("\"side\"", "\"deep\":" + deep + ",\"side\""), "bound");
        assertThat(decode(deep).message()).isInstanceOf(Message.Undecodable.class);
        String nestedLifecycle =
                "{\"type\":\"market_lifecycle_v2\",\"sid\":2,\"seq\":3,\"msg\":" + "{\"a\":".repeat(100_000);
        assertThat(decode(nestedLifecycle).message()).isInstanceOf(Message.Undecodable.class);
    }

    @Test
    void oversizedNumbersAreRefused() {
        String huge = "9".repeat(100_000);
        assertUndecodable(DELTA.replace("1785930336560", huge), "bound");
        assertThat(decode(DELTA.replace("\"seq\":345", "\"seq\":" + huge))
                        .envelope()
                        .seq())
                .isEqualTo(Envelope.ABSENT);
        assertThat(decode(DELTA.replace("\"seq\":345", "\"seq\":9999999999999999999"))
                        .message())
                .isEqualTo(new Message.Undecodable("seq is not a whole number in range", "M"));
    }

    @Test
    void invalidUtf8IsRefused() {
        byte[] bytes = DELTA.replace("\"M\"", "\"M?\"").getBytes(StandardCharsets.UTF_8);
        bytes[new String(bytes, StandardCharsets.US_ASCII).indexOf('?')] = (byte) 0xC3;
        Frame frame = decoder.decode(bytes, 0, bytes.length);
        assertThat(frame.envelope()).isEqualTo(ENVELOPE);
        assertThat(frame.message()).isInstanceOf(Message.Undecodable.class);
    }

    @Test
    void aTickerThatIsNoPlainNameIsNoMarket() {
        for (String market : new String[] {"", "A B", "caf\u00e9", "\\u0000", "X".repeat(201)}) {
            assertThat(decode(DELTA.replace("\"M\"", '"' + market + '"')).message())
                    .isEqualTo(new Message.Undecodable("market_ticker is not a ticker", null));
        }
    }

    @Test
    void anEscapedTickerIsTheSameMarket() {
        assertThat(decode(DELTA.replace("\"M\"", "\"\\u004D\""))).isEqualTo(decode(DELTA));
    }

    @Test
    void anUnknownTypeIsUnknownAndKeepsItsPlace() {
        assertThat(decode(DELTA.replace("orderbook_delta", "orderbook_delta_v3")))
                .isEqualTo(new Frame(
                        new Envelope("orderbook_delta_v3", Envelope.ABSENT, 2, 345),
                        new Message.Unknown("orderbook_delta_v3")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "\"text\"",
                "17",
                "{}",
                "{\"type\":7}",
                "{\"type\":null}",
                "{\"type\":\"a b\"}"
            })
    void whatIsNoFrameIsUndecodable(String text) {
        Frame frame = decode(text);
        assertThat(frame.message()).isInstanceOf(Message.Undecodable.class);
        assertThat(frame.envelope().type()).isEmpty();
    }

    @Test
    void somethingBehindTheFrameIsUndecodable() {
        assertUndecodable(DELTA + "{}", "behind");
        assertUndecodable(DELTA + "x", "well-formed");
        assertThat(decode(DELTA + " \n")).isEqualTo(decode(DELTA));
    }

    @Test
    void aSnapshotThatNamesALevelTwiceIsUndecodable() {
        String twice = "{\"type\":\"orderbook_snapshot\",\"sid\":2,\"seq\":3,\"msg\":{\"market_ticker\":\"M\","
                + "\"yes_dollars_fp\":[[\"0.5\",\"1\"],[\"0.4\",\"1\"],[\"0.50\",\"2\"]]}}";
        assertThat(decode(twice).message())
                .isEqualTo(new Message.Undecodable("yes_dollars_fp names a price twice", "M"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[[\"0.5\"]]",
                "[[\"0.5\",\"1\",\"2\"]]",
                "{}",
                "[5]",
                "[[\"0.5\",\"-1\"]]",
                "[[\"2.5\",\"1\"]]",
                "[[\"0.5\",\"0.001\"]]",
                "[[null,\"1\"]]",
                "[[[],{}]]",
                "\"x\""
            })
    void aSnapshotWithABadLevelIsUndecodable(String levels) {
        String snapshot = "{\"type\":\"orderbook_snapshot\",\"sid\":2,\"seq\":3,\"msg\":{\"no_dollars_fp\":" + levels
                + ",\"market_ticker\":\"M\"}}";
        assertThat(decode(snapshot).message()).isInstanceOfSatisfying(Message.Undecodable.class, undecodable -> {
            assertThat(undecodable.market()).isEqualTo("M");
            assertThat(undecodable.reason()).contains("no_dollars_fp");
        });
    }

    @Test
    void aTradeWithoutItsIdIsUndecodable() {
        assertThat(decode(
                                "{\"type\":\"trade\",\"sid\":1,\"msg\":{\"market_ticker\":\"M\",\"yes_price\":36,\"count\":1}}")
                        .message())
                .isEqualTo(new Message.Undecodable("trade_id is missing", "M"));
    }

    private void assertUndecodable(String text, String reason) {
        Frame frame = decode(text);
        assertThat(frame.envelope()).isEqualTo(ENVELOPE);
        assertThat(frame.message()).isInstanceOfSatisfying(Message.Undecodable.class, undecodable -> {
            assertThat(undecodable.reason()).contains(reason);
            assertThat(undecodable.market()).isEqualTo("M");
        });
    }

    private Frame decode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return decoder.decode(bytes, 0, bytes.length);
    }
}

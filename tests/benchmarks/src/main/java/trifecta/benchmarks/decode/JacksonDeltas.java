package trifecta.benchmarks.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import trifecta.market.Side;
import trifecta.protocol.DecimalText;
import trifecta.protocol.Message;
import trifecta.protocol.TimeText;

/** Decodes deltas the usual way: jackson-core's streaming parser and a switch over names. */
final class JacksonDeltas {
    private final JsonFactory factory = new JsonFactory();

    Message.Delta decode(byte[] frame) throws IOException {
        String market = "";
        Side side = Side.NO;
        long price = 0;
        long delta = 0;
        long time = 0;
        try (JsonParser parser = factory.createParser(frame)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token != JsonToken.FIELD_NAME) {
                    continue;
                }
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "market_ticker" -> market = parser.getText();
                    case "price_dollars" -> price = DecimalText.scaled(parser.getText(), DecimalText.DOLLARS);
                    case "delta_fp" -> delta = DecimalText.scaled(parser.getText(), DecimalText.CONTRACTS);
                    case "side" -> side = parser.getText().equals("yes") ? Side.YES : Side.NO;
                    case "ts" -> {
                        byte[] text = parser.getText().getBytes(StandardCharsets.US_ASCII);
                        time = TimeText.micros(text, 0, text.length);
                    }
                    case "sid", "seq", "ts_ms" -> parser.getLongValue();
                    default -> {}
                }
            }
        }
        return new Message.Delta(market, time, side, (int) price, delta);
    }
}

package trifecta.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import trifecta.market.Lifecycle;
import trifecta.market.Times;

/** Reads lifecycle messages: who, what, when, and all fields as canonical JSON. */
final class LifecycleReader {
    private LifecycleReader() {}

    static Message.LifecycleChange read(MessageType type, JsonParser parser) throws IOException, UndecodableException {
        MessageReader.expect(parser.currentToken() == JsonToken.START_OBJECT, "msg is no object");
        CanonicalJson json = CanonicalJson.read(parser);
        Map<String, CanonicalJson> fields = json.fields();
        String subject = name(fields, "market_ticker");
        if (subject == null) {
            subject = name(fields, "event_ticker");
        }
        if (subject == null) {
            subject = name(fields, "series_ticker");
        }
        if (subject == null) {
            throw new UndecodableException("market_ticker and event_ticker are missing or no tickers");
        }
        String eventType = name(fields, "event_type");
        return new Message.LifecycleChange(new Lifecycle(
                type.wireName(),
                subject,
                eventType == null ? type.wireName() : eventType,
                time(fields, eventType),
                json.text()));
    }

    private static @Nullable String name(Map<String, CanonicalJson> fields, String field) {
        CanonicalJson value = fields.get(field);
        if (value == null || value.string() == null) {
            return null;
        }
        byte[] bytes = value.string().getBytes(StandardCharsets.UTF_8);
        return Names.isName(bytes, 0, bytes.length) ? value.string() : null;
    }

    /** The message's own time, else that of the event it tells of. A time that does not fit stays in the content alone. */
    private static long time(Map<String, CanonicalJson> fields, @Nullable String eventType) {
        CanonicalJson millis = fields.get("ts_ms");
        if (millis != null) {
            return DecimalText.scaled(millis.text(), 3);
        }
        String field = "ts";
        if ("determined".equals(eventType)) {
            field = "determination_ts";
        } else if ("settled".equals(eventType)) {
            field = "settled_ts";
        }
        CanonicalJson time = fields.containsKey("ts") ? fields.get("ts") : fields.get(field);
        if (time == null) {
            return Times.ABSENT;
        }
        String written = time.string();
        if (written == null) {
            return DecimalText.scaled(time.text(), 6);
        }
        byte[] text = written.getBytes(StandardCharsets.UTF_8);
        return TimeText.micros(text, 0, text.length);
    }
}

package trifecta.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value as text with sorted keys and no blanks; numbers keep the text they had. Equal content has equal text, whatever
 * the order of fields was.
 *
 * @param string the value of a JSON string; null for other values
 * @param fields of an object by name; empty for other values
 */
record CanonicalJson(String text, @Nullable String string, Map<String, CanonicalJson> fields) {
    private static final String HEX = "0123456789abcdef";

    /** Reads the value at the parser's place. Recursion is bounded by {@link JsonParsers#DEPTH_MAX}. */
    static CanonicalJson read(JsonParser parser) throws IOException, UndecodableException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            Map<String, CanonicalJson> fields = new TreeMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                fields.put(name, read(parser));
            }
            StringJoiner object = new StringJoiner(",", "{", "}");
            for (Map.Entry<String, CanonicalJson> field : fields.entrySet()) {
                object.add(quoted(field.getKey()) + ":" + field.getValue().text());
            }
            return new CanonicalJson(object.toString(), null, fields);
        }
        if (token == JsonToken.START_ARRAY) {
            StringJoiner array = new StringJoiner(",", "[", "]");
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                array.add(read(parser).text());
            }
            return new CanonicalJson(array.toString(), null, Map.of());
        }
        String text = parser.getText();
        return token == JsonToken.VALUE_STRING
                ? new CanonicalJson(quoted(text), text, Map.of())
                : new CanonicalJson(text, null, Map.of());
    }

    private static String quoted(String text) throws UndecodableException {
        MessageReader.expect(PlainText.isStorable(text), "a text holds what is no character");
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c < ' ') {
                        quoted.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}

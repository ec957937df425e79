package trifecta.protocol.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import trifecta.market.Ticker;
import trifecta.market.Times;
import trifecta.protocol.DecimalText;
import trifecta.protocol.TimeText;

/**
 * One object of an answer. Its accessors are tolerant: what is missing, null or of another kind is absent. Numbers are kept as
 * their text.
 */
final class JsonObject {
    /** The time that a Go program sends for "none". */
    private static final long ZERO_TIME_MICROS = -62_135_596_800_000_000L;

    private final Map<String, Object> fields = new HashMap<>();

    /** Reads the object at the parser's place. Recursion is bounded by the parser's limit of nesting. */
    static JsonObject read(JsonParser parser) throws IOException {
        JsonObject object = new JsonObject();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            Object value = value(parser);
            if (value != null) {
                object.fields.put(name, value);
            }
        }
        return object;
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> read(parser);
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    Object value = value(parser);
                    if (value != null) {
                        list.add(value);
                    }
                }
                yield list;
            }
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> storable(parser.getText());
        };
    }

    /** Without what a store could not hold: NUL and halves of surrogate pairs. */
    private static String storable(String text) {
        if (text.codePoints().noneMatch(JsonObject::isUnstorable)) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(point -> clean.appendCodePoint(isUnstorable(point) ? '?' : point));
        return clean.toString();
    }

    private static boolean isUnstorable(int point) {
        return point == 0 || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    /** A string, or a number's text; empty when absent. */
    String text(String name) {
        return fields.get(name) instanceof String text ? text : "";
    }

    String required(String name) throws MalformedException {
        String text = text(name);
        if (text.isEmpty()) {
            throw new MalformedException(name + " is missing");
        }
        return text;
    }

    boolean flag(String name) {
        return fields.get(name) instanceof Boolean flag && flag;
    }

    boolean requiredFlag(String name) throws MalformedException {
        if (fields.get(name) instanceof Boolean flag) {
            return flag;
        }
        throw new MalformedException(name + " is neither true nor false");
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    @Nullable JsonObject object(String name) {
        return fields.get(name) instanceof JsonObject object ? object : null;
    }

    List<JsonObject> objects(String name) {
        return elements(name, JsonObject.class);
    }

    List<String> texts(String name) {
        return elements(name, String.class);
    }

    /** The inner lists of a list of lists; null when it is something else. */
    @Nullable List<List<?>> lists(String name) {
        if (!(fields.get(name) instanceof List<?> list)) {
            return has(name) ? null : List.of();
        }
        List<List<?>> lists = new ArrayList<>();
        for (Object element : list) {
            if (!(element instanceof List<?> inner)) {
                return null;
            }
            lists.add(inner);
        }
        return lists;
    }

    private <T> List<T> elements(String name, Class<T> kind) {
        if (!(fields.get(name) instanceof List<?> list)) {
            return List.of();
        }
        return list.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** RFC 3339, or Unix seconds; absent when it is neither. */
    long time(String name) {
        String text = text(name);
        byte[] ascii = text.getBytes(StandardCharsets.UTF_8);
        long micros = TimeText.micros(ascii, 0, ascii.length);
        if (micros == Times.ABSENT) {
            micros = DecimalText.scaled(text, 6);
        }
        return micros == ZERO_TIME_MICROS ? Times.ABSENT : micros;
    }

    /** A price or amount in micro-dollars, from dollars, else from cents; {@link Ticker#ABSENT} where neither fits exactly. */
    long dollars(String name, String nameOfCents) {
        return has(name)
                ? DecimalText.scaled(text(name), DecimalText.DOLLARS)
                : DecimalText.scaled(text(nameOfCents), DecimalText.CENTS);
    }

    /** A count in hundredths, from the current field, else from the legacy one; {@link Ticker#ABSENT} where neither fits. */
    long count(String name, String legacyName) {
        return DecimalText.scaled(text(has(name) ? name : legacyName), DecimalText.CONTRACTS);
    }
}

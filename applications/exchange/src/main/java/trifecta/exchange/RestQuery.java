package trifecta.exchange;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The parameters of a REST request, read with their types. */
final class RestQuery {
    /** A cursor that leads to the first page. */
    static final String FROM_THE_BEGINNING = "again";

    private static final long MICROS_PER_SECOND = 1_000_000;

    /** More does not fit microseconds. */
    private static final long SECONDS_MAX = Long.MAX_VALUE / MICROS_PER_SECOND;

    /** A parameter that cannot be read: status 400. */
    static final class BadRequest extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BadRequest(String message) {
            super(message);
        }
    }

    private final Map<String, List<String>> parameters;

    RestQuery(Map<String, List<String>> parameters) {
        this.parameters = parameters;
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(parameters.get(name)).map(List::getFirst).filter(text -> !text.isEmpty());
    }

    /** The values of a parameter that may be repeated, or hold several separated by commas. */
    Set<String> texts(String name) {
        Set<String> texts = new HashSet<>();
        for (String each : parameters.getOrDefault(name, List.of())) {
            texts.addAll(List.of(each.split(",", -1)));
        }
        texts.remove("");
        return texts;
    }

    int limit(int standard, int most) {
        long limit = number("limit", standard);
        if (limit < 1 || limit > most) {
            throw new BadRequest("limit must be 1 to " + most);
        }
        return (int) limit;
    }

    long number(String name, long standard) {
        Optional<String> text = text(name);
        try {
            return text.isEmpty() ? standard : Long.parseLong(text.get());
        } catch (NumberFormatException e) {
            throw new BadRequest(name + " is no number: " + e.getMessage());
        }
    }

    /** Unix seconds as microseconds. */
    long seconds(String name, long standardMicros) {
        if (text(name).isEmpty()) {
            return standardMicros;
        }
        long seconds = number(name, 0);
        if (seconds > SECONDS_MAX || seconds < -SECONDS_MAX) {
            throw new BadRequest(name + " is out of range");
        }
        return seconds * MICROS_PER_SECOND;
    }

    /** Times in microseconds between two, both included. */
    record Range(long from, long to) {
        boolean isAny() {
            return from == Long.MIN_VALUE && to == Long.MAX_VALUE;
        }

        boolean holds(long micros) {
            return micros >= from && micros <= to;
        }
    }

    /** From {@code min_NAME} to {@code max_NAME}. */
    Range range(String name) {
        return new Range(seconds("min_" + name, Long.MIN_VALUE), seconds("max_" + name, Long.MAX_VALUE));
    }

    /** Whether a time in microseconds is within {@code min_NAME} and {@code max_NAME}. */
    boolean within(String name, long micros) {
        return range(name).holds(micros);
    }

    boolean flag(String name) {
        return text(name).filter("true"::equals).isPresent();
    }

    /** The number inside a cursor. */
    long cursor(long standard) {
        Optional<String> text = text("cursor");
        if (text.isEmpty() || text.get().equals(FROM_THE_BEGINNING)) {
            return standard;
        }
        try {
            return Long.parseLong(new String(Base64.getUrlDecoder().decode(text.get()), StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            throw new BadRequest("invalid cursor: " + e.getMessage());
        }
    }

    static String cursorOf(long number) {
        byte[] digits = Long.toString(number).getBytes(StandardCharsets.US_ASCII);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digits);
    }
}

package trifecta.console;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a process said of itself. Every read tolerates a field that is missing or of another type: an older or newer process is
 * shown with what it does say.
 */
record Status(Map<String, @Nullable Object> fields) {
    static final Status EMPTY = new Status(Map.of());

    /** The text of a field, or nothing written: an empty text. */
    String text(String name) {
        return fields.get(name) instanceof String text ? text : "";
    }

    OptionalLong count(String name) {
        return fields.get(name) instanceof Number number ? OptionalLong.of(number.longValue()) : OptionalLong.empty();
    }

    OptionalDouble decimal(String name) {
        return fields.get(name) instanceof Number number
                ? OptionalDouble.of(number.doubleValue())
                : OptionalDouble.empty();
    }

    Optional<Instant> instant(String name) {
        try {
            return fields.get(name) instanceof String text ? Optional.of(Instant.parse(text)) : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** A nested object; an empty one when there is none. */
    Status object(String name) {
        return of(fields.get(name));
    }

    /** The objects of a nested array; none when there is none. */
    List<Status> objects(String name) {
        return fields.get(name) instanceof Collection<?> items
                ? items.stream().map(Status::of).toList()
                : List.of();
    }

    @SuppressWarnings("unchecked") // the JSON reader makes maps of texts alone
    private static Status of(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? new Status((Map<String, @Nullable Object>) map) : EMPTY;
    }
}

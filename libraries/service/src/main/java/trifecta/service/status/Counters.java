package trifecta.service.status;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/**
 * Running counts since the start of the process, one for each constant of an enum. Safe for any thread; counting costs a few
 * nanoseconds.
 *
 * @param <E> the module's counters
 */
public final class Counters<E extends Enum<E> & Counter> {
    private final Map<E, LongAdder> counts;

    /** All counters at zero. */
    public Counters(Class<E> type) {
        counts = new EnumMap<>(type);
        for (E constant : type.getEnumConstants()) {
            counts.put(constant, new LongAdder());
        }
    }

    /** Counts one. */
    public void increment(E counter) {
        adder(counter).increment();
    }

    /** Counts many at once. */
    public void add(E counter, long amount) {
        adder(counter).add(amount);
    }

    /** The count so far. */
    public long value(E counter) {
        return adder(counter).sum();
    }

    /** All counts by name in camel case, in the order of the enum, for a status. */
    public Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        counts.forEach((counter, count) -> values.put(camelCase(counter.name()), count.sum()));
        return values;
    }

    private LongAdder adder(E counter) {
        return Objects.requireNonNull(counts.get(counter));
    }

    private static String camelCase(String constant) {
        StringBuilder name = new StringBuilder();
        for (String word : constant.toLowerCase(Locale.ROOT).split("_", -1)) {
            name.append(
                    name.isEmpty() || word.isEmpty()
                            ? word
                            : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return name.toString();
    }
}

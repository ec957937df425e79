package trifecta.service.status;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Running counts since the start of the process, one for each constant of an enum. Safe for any thread; counting costs a few
 * nanoseconds.
 *
 * @param <E> the module's counters
 */
public final class Counters<E extends Enum<E> & Counter> {
    private final E[] constants;
    private final LongAdder[] counts;

    /** All counters at zero. */
    public Counters(Class<E> type) {
        constants = type.getEnumConstants();
        counts = new LongAdder[constants.length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
        }
    }

    /** Counts one. */
    public void increment(E counter) {
        counts[counter.ordinal()].increment();
    }

    /** Counts many at once. */
    public void add(E counter, long amount) {
        counts[counter.ordinal()].add(amount);
    }

    /** The count so far. */
    public long value(E counter) {
        return counts[counter.ordinal()].sum();
    }

    /** All counts by name in camel case, in the order of the enum, for a status. */
    public Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        for (E constant : constants) {
            values.put(camelCase(constant.name()), value(constant));
        }
        return values;
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

package trifecta.market.arbitration;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** Counts what happened, over all arbiters that share it. Not thread-safe: one per owner of arbiters. */
public final class Statistics {
    private final Map<Counter, Long> counts = new EnumMap<>(Counter.class);

    public long count(Counter counter) {
        return counts.getOrDefault(counter, 0L);
    }

    /** All counters that are not zero; a view. */
    public Map<Counter, Long> counts() {
        return Collections.unmodifiableMap(counts);
    }

    void add(Counter counter) {
        add(counter, 1);
    }

    void add(Counter counter, long number) {
        if (number != 0) {
            counts.merge(counter, number, Long::sum);
        }
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}

package trifecta.journal;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/** The values of {@link JournalCounter}. Any thread. */
final class Counters {
    private final Map<JournalCounter, AtomicLong> values = new EnumMap<>(JournalCounter.class);

    Counters() {
        for (JournalCounter counter : JournalCounter.values()) {
            values.put(counter, new AtomicLong());
        }
    }

    void add(JournalCounter counter, long amount) {
        of(counter).addAndGet(amount);
    }

    void max(JournalCounter counter, long value) {
        of(counter).accumulateAndGet(value, Math::max);
    }

    long value(JournalCounter counter) {
        return of(counter).get();
    }

    private AtomicLong of(JournalCounter counter) {
        return Objects.requireNonNull(values.get(counter));
    }
}

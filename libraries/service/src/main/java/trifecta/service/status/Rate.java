package trifecta.service.status;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * A rate per second over the last seconds, from a running count that is read whenever somebody asks. Nothing is done per event.
 * Safe for any thread.
 */
public final class Rate {
    private static final double NANOS_PER_SECOND = 1e9;

    /** Samples closer together than this are not kept, so that many askers cost nothing. */
    private static final long SPACING_NANOS = Duration.ofMillis(200).toNanos();

    private final LongSupplier count;
    private final LongSupplier ticks;
    private final long windowNanos;
    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(long nanos, long count) {}

    /**
     * A rate of a count.
     *
     * @param count the running count, from zero
     * @param ticks monotonic nanoseconds
     * @param window how far back the average reaches
     */
    public Rate(LongSupplier count, LongSupplier ticks, Duration window) {
        this.count = count;
        this.ticks = ticks;
        this.windowNanos = window.toNanos();
        samples.add(new Sample(ticks.getAsLong(), count.getAsLong()));
    }

    /** The average rate since the oldest kept sample, about one window ago; call it at least once per window. */
    public synchronized double perSecond() {
        Sample now = new Sample(ticks.getAsLong(), count.getAsLong());
        while (samples.size() > 1 && now.nanos - second().nanos >= windowNanos) {
            samples.removeFirst();
        }
        Sample oldest = samples.getFirst();
        if (now.nanos - samples.getLast().nanos >= SPACING_NANOS) {
            samples.addLast(now);
        }
        long nanos = now.nanos - oldest.nanos;
        return nanos <= 0 ? 0 : (now.count - oldest.count) * NANOS_PER_SECOND / nanos;
    }

    private Sample second() {
        var iterator = samples.iterator();
        iterator.next();
        return iterator.next();
    }
}

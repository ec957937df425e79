package trifecta.deduplicator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * From wire to production: how long ago the rows of each commit had been read from a socket. Keeps the last minute. Written by the
 * merging thread, read by the status page.
 */
final class LatencyWindow {
    private static final int SLICES = 12;
    private static final long SLICE_MICROS = 5_000_000;
    private static final long HIGHEST_MILLIS = 86_400_000;
    /** Upper ends of the bars of the distribution that people see, in milliseconds. */
    private static final long[] BARS = {10, 20, 50, 100, 150, 200, 300, 500, 750, 1000, 2000, 5000, 10_000, 60_000};

    private final Histogram[] slices = new Histogram[SLICES];
    private long slice = -1;

    LatencyWindow() {
        for (int i = 0; i < SLICES; i++) {
            slices[i] = new Histogram(HIGHEST_MILLIS, 2);
        }
    }

    /**
     * @param receivedAtMicros when a gatherer read the row's frame
     * @param committedAtMicros when the row became visible in production; both clocks are of one machine or synchronised, a
     *     negative difference counts as 0
     */
    synchronized void record(long receivedAtMicros, long committedAtMicros) {
        turn(committedAtMicros);
        long millis = Math.clamp((committedAtMicros - receivedAtMicros) / 1000, 0, HIGHEST_MILLIS);
        slices[(int) (slice % SLICES)].recordValue(millis);
    }

    /** p50, p90, p99 and max of the last minute in milliseconds, and the distribution as [upToMillis, count]. */
    synchronized Map<String, Object> summary(long nowMicros) {
        turn(nowMicros);
        Histogram minute = new Histogram(HIGHEST_MILLIS, 2);
        for (Histogram each : slices) {
            minute.add(each);
        }
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("count", minute.getTotalCount());
        summary.put("p50", minute.getValueAtPercentile(50));
        summary.put("p90", minute.getValueAtPercentile(90));
        summary.put("p99", minute.getValueAtPercentile(99));
        summary.put("max", minute.getMaxValue());
        List<List<Long>> bars = new ArrayList<>();
        long low = 0;
        for (long high : BARS) {
            bars.add(List.of(high, minute.getCountBetweenValues(low, high - 1)));
            low = high;
        }
        bars.add(List.of(HIGHEST_MILLIS, minute.getCountBetweenValues(low, HIGHEST_MILLIS)));
        summary.put("histogram", bars);
        return summary;
    }

    private void turn(long nowMicros) {
        long now = nowMicros / SLICE_MICROS;
        if (slice < 0) {
            slice = now;
        }
        for (long past = Math.max(slice + 1, now - SLICES + 1); past <= now; past++) {
            slices[(int) (past % SLICES)].reset();
        }
        slice = Math.max(slice, now);
    }
}

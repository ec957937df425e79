package trifecta.exchange;

/** Says which recorded frames are due. Knows nothing of what they say. Single-threaded. */
final class ReplayClock {
    /** Longer stretches in which nothing was recorded are skipped, except at the recorder's own speed. */
    static final long IDLE_MILLIS_MAX = 3_000;

    private static final double MICROS_PER_SECOND = 1e6;
    private static final double MICROS_PER_MILLI = 1e3;

    private final ReplayPace pace;
    private long originMicros;
    private long originMillis;
    private long lastMillis;
    private long passed;

    ReplayClock(ReplayPace pace) {
        this.pace = pace;
    }

    /** Time begins, or goes on after a wait, with the frame that was received then. */
    void start(long nowMicros, long receivedMillis) {
        originMicros = nowMicros;
        originMillis = receivedMillis;
        lastMillis = receivedMillis;
        passed = 0;
    }

    /**
     * Microseconds until a frame is due; 0 or less: it is.
     */
    long untilDue(long nowMicros, long receivedMillis) {
        return switch (pace) {
            case ReplayPace.ByClock byClock -> {
                if (byClock.speed() != 1 && receivedMillis - lastMillis > IDLE_MILLIS_MAX) {
                    start(nowMicros, receivedMillis);
                }
                double at = (receivedMillis - originMillis) * MICROS_PER_MILLI / byClock.speed();
                yield originMicros + (long) at - nowMicros;
            }
            case ReplayPace.PerSecond perSecond ->
                originMicros + (long) (passed * MICROS_PER_SECOND / perSecond.messages()) - nowMicros;
            case ReplayPace.Unbounded _ -> 0;
        };
    }

    /** A frame was replayed. */
    void pass(long receivedMillis) {
        lastMillis = Math.max(lastMillis, receivedMillis);
        passed++;
    }

    boolean waitsForClients() {
        return pace instanceof ReplayPace.Unbounded;
    }
}

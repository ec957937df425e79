package trifecta.exchange;

import java.util.SplittableRandom;

/**
 * When the next thing happens, so that messages come at a set rate in the long run, irregularly: exponential gaps, and now and then a
 * burst. What came too early or too late by this rate is made up for gradually.
 */
final class Pace {
    private static final int BURST_ONE_IN = 2_000;
    private static final double BURST_SPEED = 20;
    private static final double NANOS_PER_SECOND = 1e9;

    /** Half of a typical burst: who is off by so much is corrected with full strength. */
    private static final double OFF_NANOS = 250e6;

    private static final double SLOWER_MAX = 0.3;
    private static final double FASTER_MAX = 0.5;

    private final double gapNanos;
    private final SplittableRandom random;
    private double nextNanos;
    private double plannedNanos;
    private long startMicros;
    private int burstLeft;

    Pace(double messagesPerSecond, SplittableRandom random) {
        this.gapNanos = NANOS_PER_SECOND / messagesPerSecond;
        this.random = random;
    }

    void start(long nowMicros) {
        startMicros = nowMicros;
    }

    /** When the next thing happens. */
    long nextMicros() {
        return startMicros + (long) (nextNanos / 1000);
    }

    /**
     * Moves on by what this many messages are worth; one that brought none takes the time of one, or a silent market would be asked for
     * ever.
     *
     * @return the same number, at least 1
     */
    long spend(long messages) {
        long worth = Math.max(1, messages);
        double gap = gapNanos * worth * -Math.log(1 - random.nextDouble());
        plannedNanos += gapNanos * messages;
        if (burstLeft > 0) {
            burstLeft--;
            nextNanos += gap / BURST_SPEED;
        } else {
            double late = (nextNanos - plannedNanos) / OFF_NANOS;
            nextNanos += gap * (1 - Math.clamp(late, -SLOWER_MAX, FASTER_MAX));
            burstLeft = random.nextInt(BURST_ONE_IN) == 0 ? random.nextInt(100, 400) : 0;
        }
        return worth;
    }

    void skip(long micros) {
        startMicros += micros;
    }
}

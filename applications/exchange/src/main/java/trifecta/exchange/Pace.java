package trifecta.exchange;

import java.util.SplittableRandom;

/**
 * When the next thing happens, so that messages come at a set rate in the long run, irregularly: exponential gaps, and now and then a
 * burst whose time is given back after it.
 */
final class Pace {
    private static final double BURST_ONE_IN = 2_000;
    private static final double BURST_SPEED = 20;
    private static final double GIVEN_BACK_PER_GAP = 0.3;
    private static final double NANOS_PER_SECOND = 1e9;

    private final double gapNanos;
    private final SplittableRandom random;
    private double nextNanos;
    private double borrowedNanos;
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
     * Moves on by what this many messages are worth; one that brought none is worth one, or a silent market would be asked for ever.
     *
     * @return the same number, at least 1
     */
    long spend(long messages) {
        long worth = Math.max(1, messages);
        double gap = gapNanos * worth * -Math.log(1 - random.nextDouble());
        if (burstLeft > 0) {
            burstLeft--;
            borrowedNanos += gap * (1 - 1 / BURST_SPEED);
            nextNanos += gap / BURST_SPEED;
        } else {
            double back = Math.min(borrowedNanos, gap * GIVEN_BACK_PER_GAP);
            borrowedNanos -= back;
            nextNanos += gap + back;
            burstLeft = random.nextInt((int) BURST_ONE_IN) == 0 ? random.nextInt(100, 400) : 0;
        }
        return worth;
    }

    void skip(long micros) {
        startMicros += micros;
    }
}

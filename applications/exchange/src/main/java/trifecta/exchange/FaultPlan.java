package trifecta.exchange;

import java.util.SplittableRandom;

/** When a fault happens: once at a time or after a number of events, or again and again. */
final class FaultPlan {
    private final FaultRule rule;
    private final SplittableRandom random;
    private final long everyMicros;
    private long nextMicros;
    private final long nextIndex;
    private long left;
    private boolean happened;

    /**
     * @param nowMicros {@code at} counts from here
     * @param index {@code after} counts from here
     */
    FaultPlan(FaultRule rule, SplittableRandom random, long nowMicros, long index) {
        this.rule = rule;
        this.random = random;
        this.everyMicros = rule.micros("every", 0);
        this.nextIndex = index + rule.number("after", 0);
        this.left = rule.number("times", everyMicros == 0 ? 1 : Long.MAX_VALUE);
        this.nextMicros = nowMicros + rule.micros("at", everyMicros == 0 ? 0 : pause());
    }

    FaultRule rule() {
        return rule;
    }

    boolean isDue(long nowMicros, long index) {
        return left > 0 && nowMicros >= nextMicros && index >= nextIndex;
    }

    /** Whether it has not happened as often as it must: as often as it was ordered, or at least once when it repeats. */
    boolean isMissing() {
        return everyMicros == 0 ? left > 0 : !happened;
    }

    boolean isSpent() {
        return left <= 0;
    }

    /** It happened. */
    void done(long nowMicros) {
        left--;
        happened = true;
        nextMicros = nowMicros + pause();
    }

    /** Between half and one and a half of the period. */
    private long pause() {
        return everyMicros == 0 ? 0 : everyMicros / 2 + random.nextLong(everyMicros);
    }
}

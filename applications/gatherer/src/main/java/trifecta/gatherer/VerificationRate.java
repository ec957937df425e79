package trifecta.gatherer;

/**
 * Snapshots that the whole line asks for only to verify its books, so many a second: a million idle books would otherwise make more
 * messages than all busy ones. Whoever comes gets the next time that is free, so that all wait equally long. Safe for any thread;
 * times are monotonic nanoseconds.
 */
final class VerificationRate {
    private static final double NANOS_PER_SECOND = 1e9;

    private final double nanosPerSnapshot;
    private long freeNanos = Long.MIN_VALUE;

    VerificationRate(double snapshotsPerSecond) {
        this.nanosPerSnapshot = NANOS_PER_SECOND / snapshotsPerSecond;
    }

    /** When so many snapshots may be asked for, not before {@code earliestNanos}. */
    synchronized long reserve(int snapshots, long earliestNanos, long nowNanos) {
        long from = freeNanos == Long.MIN_VALUE ? nowNanos : Math.max(freeNanos, nowNanos);
        freeNanos = from + (long) (snapshots * nanosPerSnapshot);
        return Math.max(from, earliestNanos);
    }
}

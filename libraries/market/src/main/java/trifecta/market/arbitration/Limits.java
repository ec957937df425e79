package trifecta.market.arbitration;

/**
 * The arbiter's bounds.
 *
 * @param pendingRowsMax rows of one line of one market that may wait; beyond it the line's span is ended for the arbiter
 */
public record Limits(int pendingRowsMax) {
    /** The longest wait seen on real captures was 2,800 rows, the time to a line's next snapshot. */
    private static final int PENDING_ROWS_MAX = 10_000;

    public Limits {
        if (pendingRowsMax < 1) {
            throw new IllegalArgumentException("pendingRowsMax must be positive, not " + pendingRowsMax);
        }
    }

    public static Limits standard() {
        return new Limits(PENDING_ROWS_MAX);
    }
}

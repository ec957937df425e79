package trifecta.feed;

/**
 * The number that the first message of a subscription carries: 1, or 2 where the acknowledgement consumes one. No document says
 * which, so it is learned per channel from the first subscription; after that any other first number is a loss. Shared by the
 * trackers of one channel; single-threaded.
 */
public final class FirstNumber {
    private static final int UNKNOWN = 0;

    private int learned;

    public FirstNumber() {
        this(UNKNOWN);
    }

    FirstNumber(int learned) {
        this.learned = learned;
    }

    /** What was learned: 1 or 2; 0 while nothing was. */
    int learned() {
        return learned;
    }

    /**
     * Judges the number of a subscription's first message.
     *
     * @return how many messages before it are missing, 0 for none
     */
    long missingBefore(long seq) {
        if (seq == 1 || (seq == 2 && learned == UNKNOWN)) {
            // A 1 proves that the acknowledgement consumes none, also against an earlier guess from a lost first
            // message.
            learned = (int) seq;
        }
        return Math.max(0, seq - Math.max(1, learned));
    }
}

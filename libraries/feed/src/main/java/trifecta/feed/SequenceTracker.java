package trifecta.feed;

import java.util.Arrays;

/**
 * Follows the numbers of one subscription on one connection. {@code seq} counts every message of the subscription one by one, so
 * that a jump means loss. Single-threaded.
 *
 * <p>Invariant: every number below {@link #next} was judged, and the hashes of the last {@link #REMEMBERED} are kept.
 */
public final class SequenceTracker {
    /** How far back a repeat can be told from a restart: far more than a server's window of unacknowledged messages repeats. */
    static final int REMEMBERED = 64;

    /** What a message's number means. */
    public enum Outcome {
        /** The number that was due. */
        IN_ORDER,
        /** Numbers before it are missing, see {@link SequenceTracker#missing}. */
        GAP,
        /** The same number and the same bytes as an earlier message: nothing new. */
        REPEAT,
        /** An earlier number with other bytes: the subscription's numbers began anew. */
        RESTART
    }

    private final FirstNumber firstNumber;
    private final long[] hashes = new long[REMEMBERED];
    private long next;
    private int remembered;
    private long missing;

    /** Follows a subscription that has just been acknowledged. */
    public SequenceTracker(FirstNumber firstNumber) {
        this.firstNumber = firstNumber;
    }

    /** Follows a subscription whose acknowledgement itself carried a number. */
    public void startBehind(long seq) {
        next = seq + 1;
        remembered = 0;
    }

    /**
     * Takes the next message.
     *
     * @param hash of the frame's bytes, see {@link FrameHash}
     */
    public Outcome accept(long seq, long hash) {
        if (seq == next && next > 0) {
            remember(seq, hash);
            return Outcome.IN_ORDER;
        }
        if (next == 0) {
            missing = firstNumber.missingBefore(seq);
            remember(seq, hash);
            return missing == 0 ? Outcome.IN_ORDER : Outcome.GAP;
        }
        if (seq > next) {
            missing = seq - next;
            remembered = 0;
            remember(seq, hash);
            return Outcome.GAP;
        }
        if (seq >= next - remembered && hashes[slot(seq)] == hash) {
            return Outcome.REPEAT;
        }
        remembered = 0;
        remember(seq, hash);
        return Outcome.RESTART;
    }

    /** How many messages the last {@link Outcome#GAP} lacks. */
    public long missing() {
        return missing;
    }

    /** The number that is due next; 0 before the first message. */
    public long next() {
        return next;
    }

    private void remember(long seq, long hash) {
        hashes[slot(seq)] = hash;
        next = seq + 1;
        remembered = Math.min(REMEMBERED, remembered + 1);
    }

    private static int slot(long seq) {
        return (int) (seq & (REMEMBERED - 1));
    }

    void save(CheckpointWriter out) {
        out.number(next);
        out.number(remembered);
        for (long seq = next - remembered; seq < next; seq++) {
            out.fixed(hashes[slot(seq)]);
        }
    }

    static SequenceTracker restore(CheckpointReader in, FirstNumber firstNumber) {
        SequenceTracker tracker = new SequenceTracker(firstNumber);
        tracker.next = in.number();
        tracker.remembered = in.count(REMEMBERED);
        for (long seq = tracker.next - tracker.remembered; seq < tracker.next; seq++) {
            tracker.hashes[slot(seq)] = in.fixed();
        }
        return tracker;
    }

    @Override
    public String toString() {
        return "next " + next + ", hashes " + Arrays.hashCode(hashes);
    }
}

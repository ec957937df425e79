package trifecta.market.arbitration;

import java.util.Optional;

/** What is remembered of the rows that have left the memory. */
final class Floor {
    /** No number of a row. */
    private static final long NONE = Long.MAX_VALUE;

    /** Whether rows have left the memory that are stored. */
    private boolean evicted;
    /** Where the unverified rows of one run begin that reach up to the first row in memory. */
    private long unverifiedFrom = NONE;
    /** The row before the first one in memory, or a number between the two. */
    private long lastSeq = NONE;

    boolean evicted() {
        return evicted;
    }

    long unverifiedFrom() {
        return unverifiedFrom;
    }

    long lastSeq() {
        return lastSeq;
    }

    /** The stretch of unverified rows that have left and belong to the first row's run. */
    Optional<SeqRange> unverified() {
        return unverifiedFrom == NONE ? Optional.empty() : Optional.of(new SeqRange(unverifiedFrom, lastSeq));
    }

    /** So many rows leave. */
    void raise(Chain chain, int count) {
        int from = chain.unverifiedFrom(count);
        boolean none = chain.opensRun(count) || from == count;
        boolean reachesDown = from == 0 && !chain.opensRun(0) && unverifiedFrom != NONE;
        if (none) {
            unverifiedFrom = NONE;
        } else if (!reachesDown) {
            unverifiedFrom = chain.row(from).seq();
        }
        lastSeq = chain.row(count - 1).seq();
        evicted = true;
    }

    /** Rows came back; this one is now the first. */
    void lower(long firstSeq, boolean complete) {
        evicted &= !complete;
        if (complete || unverifiedFrom >= firstSeq) {
            unverifiedFrom = NONE;
        }
        lastSeq = complete ? NONE : firstSeq - 1;
    }

    void restore(boolean wasEvicted, long wasUnverifiedFrom, long wasLastSeq) {
        evicted = wasEvicted;
        unverifiedFrom = wasUnverifiedFrom;
        lastSeq = wasLastSeq;
    }
}

package trifecta.market.arbitration;

import java.util.Arrays;
import trifecta.market.Times;

/** How one line's stamps compare with the others': learned from the times of equal contents. */
final class LineClock {
    enum Trust {
        /** Not known yet: the line's events wait. */
        LEARNING,
        /** Its times, less the offset, are the others' times. */
        COMPARABLE,
        /** Absent, or scattered: its times say nothing. */
        INCOMPARABLE
    }

    /** Pairs that have to agree on one offset; fewer agree by chance. */
    private static final int PAIRS_TO_AGREE = 64;
    /** Pairs that have to agree when no more will come: better than to take no notice of them. */
    private static final int PAIRS_AT_LEAST = 2;

    /** Pairs without an agreement after which the stamps are scattered. */
    private static final int PAIRS_MAX = 256;
    /** Stamps cut to milliseconds scatter that much around their offset. */
    private static final long SCATTER_MICROS = 1000;
    /** Equal contents farther apart are two events, of a line that lags behind what is remembered of the others. */
    private static final long APART_MICROS = 2_000_000;
    /** Of all pairs that are not so far apart, so many percent have to agree; the others may be other events of equal content. */
    private static final int AGREEING_PERCENT = 90;
    /** Rounds of pairs that are far apart, after which the stamps are scattered even so. */
    private static final int ROUNDS_MAX = 16;
    /** Disagreements beyond half of the agreements after which an offset is learned anew. */
    private static final int DOUBTS_MAX = 64;

    /** Changes in a row without a stamp after which a line that had stamps has none any more. */
    private static final int ABSENT_MAX = 64;

    private Trust trust = Trust.LEARNING;
    private boolean exact;
    private long offsetMicros;
    private int doubts;
    private final long[] owns = new long[PAIRS_MAX];
    private final long[] differences = new long[PAIRS_MAX];
    private int pairs;
    private int rounds;
    private int absent;
    final Sightings sightings = new Sightings();

    Trust trust() {
        return trust;
    }

    /** Its times and the others' are in the same millisecond without a correction. */
    boolean isExact() {
        return exact;
    }

    long offsetMicros() {
        return offsetMicros;
    }

    void trust(Trust learned, boolean isExact, long offset) {
        trust = learned;
        exact = isExact;
        offsetMicros = offset;
        doubts = 0;
        pairs = 0;
        rounds = 0;
        absent = 0;
    }

    /** A change came without a stamp. */
    void absent() {
        if (trust == Trust.LEARNING || (trust == Trust.COMPARABLE && ++absent == ABSENT_MAX)) {
            trust(Trust.INCOMPARABLE, false, 0);
        }
    }

    /** A change came with a stamp. */
    void stamped() {
        absent = 0;
    }

    long correct(long micros) {
        return switch (trust) {
            case LEARNING ->
                throw new IllegalStateException("the line's stamps are not known yet: its events have to wait");
            case COMPARABLE -> micros == Times.ABSENT || exact ? micros : micros - offsetMicros;
            case INCOMPARABLE -> Times.ABSENT;
        };
    }

    /** The same content was seen at these times by this line and by a comparable one. */
    void pair(long own, long others) {
        if (trust == Trust.COMPARABLE && Math.abs(own - others - offsetMicros) <= APART_MICROS) {
            check(exact ? sameMillis(own, others) : Math.abs(own - others - offsetMicros) <= SCATTER_MICROS);
            return;
        }
        owns[pairs] = own;
        differences[pairs++] = own - others;
        if (pairs < PAIRS_TO_AGREE) {
            return;
        }
        if (trust == Trust.COMPARABLE) {
            checkJump();
        } else if ((pairs & 15) == 0) {
            learn();
        }
    }

    /**
     * No more pairs will come: what there are has to do.
     *
     * @return false when there are too few of them to say anything
     */
    boolean learnFromFew() {
        if (pairs < PAIRS_AT_LEAST) {
            return false;
        }
        if (!agree(densest(), PAIRS_AT_LEAST)) {
            trust(Trust.INCOMPARABLE, false, 0);
        }
        return true;
    }

    /** What is far apart is two events, unless it is always as far: then the stamps have jumped. */
    private void checkJump() {
        if (densest().size() * 100 >= pairs * AGREEING_PERCENT) {
            trust(Trust.LEARNING, false, 0);
        }
        pairs = 0;
    }

    private static boolean sameMillis(long own, long others) {
        return Times.millis(own) == Times.millis(others);
    }

    private void check(boolean agrees) {
        doubts = agrees ? Math.max(0, doubts - 1) : doubts + 2;
        if (doubts >= DOUBTS_MAX) {
            trust(Trust.LEARNING, false, 0);
        }
    }

    private void learn() {
        Agreement agreement = densest();
        if (!agree(agreement, PAIRS_TO_AGREE) && pairs == PAIRS_MAX) {
            if (near(agreement.medianMicros()) * 100 >= pairs * AGREEING_PERCENT || ++rounds == ROUNDS_MAX) {
                trust(Trust.INCOMPARABLE, false, 0);
            }
            pairs = 0;
        }
    }

    /** Takes the offset when enough agree on it. */
    private boolean agree(Agreement agreement, int least) {
        long offset = agreement.offsetMicros();
        if (agreement.size() < least || agreement.size() * 100 < near(offset) * AGREEING_PERCENT) {
            return false;
        }
        boolean isExact = areInOneMilli(offset);
        trust(Trust.COMPARABLE, isExact, isExact ? 0 : offset);
        return true;
    }

    /**
     * The most pairs that scatter no more than cut stamps do.
     *
     * @param offsetMicros in the middle of them
     * @param medianMicros of all pairs
     */
    private record Agreement(int size, long offsetMicros, long medianMicros) {}

    private Agreement densest() {
        long[] sorted = Arrays.copyOf(differences, pairs);
        Arrays.sort(sorted);
        int from = 0;
        int best = 0;
        int bestFrom = 0;
        for (int to = 0; to < pairs; to++) {
            while (sorted[to] - sorted[from] > SCATTER_MICROS) {
                from++;
            }
            if (to - from + 1 > best) {
                best = to - from + 1;
                bestFrom = from;
            }
        }
        return new Agreement(best, sorted[bestFrom + best / 2], sorted[pairs / 2]);
    }

    /** Pairs that may be one event each, if this is the offset. */
    private int near(long offset) {
        int near = 0;
        for (int i = 0; i < pairs; i++) {
            near += Math.abs(differences[i] - offset) <= APART_MICROS ? 1 : 0;
        }
        return near;
    }

    /** Whether all pairs around the offset are in the same millisecond as they are. */
    private boolean areInOneMilli(long offset) {
        for (int i = 0; i < pairs; i++) {
            if (Math.abs(differences[i] - offset) <= SCATTER_MICROS && !sameMillis(owns[i], owns[i] - differences[i])) {
                return false;
            }
        }
        return true;
    }
}

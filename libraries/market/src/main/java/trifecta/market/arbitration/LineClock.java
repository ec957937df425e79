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
    /** Pairs without an agreement after which the stamps are scattered. */
    private static final int PAIRS_MAX = 256;
    /** Stamps cut to milliseconds scatter that much around their offset. */
    private static final long SCATTER_MICROS = 1000;
    /** Of all pairs so many percent have to agree; the others may be other events of equal content. */
    private static final int AGREEING_PERCENT = 90;
    /** Disagreements beyond half of the agreements after which an offset is learned anew. */
    private static final int DOUBTS_MAX = 64;

    /** Changes in a row without a stamp after which a line that had stamps has none any more. */
    private static final int ABSENT_MAX = 64;

    private Trust trust = Trust.LEARNING;
    private boolean exact;
    private long offsetMicros;
    private int doubts;
    private final long[] ownMicros = new long[PAIRS_MAX];
    private final long[] othersMicros = new long[PAIRS_MAX];
    private int pairs;
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
        if (trust == Trust.COMPARABLE) {
            check(exact ? isSameMillis(own, others) : isWithinScatter(own, others, offsetMicros));
            return;
        }
        ownMicros[pairs] = own;
        othersMicros[pairs++] = others;
        if (pairs >= PAIRS_TO_AGREE && (pairs & 15) == 0) {
            learn();
        }
    }

    private static boolean isSameMillis(long own, long others) {
        return Times.millis(own) == Times.millis(others);
    }

    private static boolean isWithinScatter(long own, long others, long offset) {
        return Math.abs(own - others - offset) <= SCATTER_MICROS;
    }

    private void check(boolean agrees) {
        doubts = agrees ? Math.max(0, doubts - 1) : doubts + 2;
        if (doubts >= DOUBTS_MAX) {
            trust(Trust.LEARNING, false, 0);
        }
    }

    /**
     * The offset on which most pairs agree; none where such pairs are in the same millisecond anyway, as stamps cut to whole milliseconds
     * are. A pair far from it is of two events of equal content and says nothing.
     */
    private void learn() {
        long[] sorted = new long[pairs];
        for (int i = 0; i < pairs; i++) {
            sorted[i] = ownMicros[i] - othersMicros[i];
        }
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
        if (isExactNow()) {
            trust(Trust.COMPARABLE, true, 0);
        } else if (isAgreement(best)) {
            trust(Trust.COMPARABLE, false, sorted[bestFrom + best / 2]);
        } else if (pairs == PAIRS_MAX) {
            trust(Trust.INCOMPARABLE, false, 0);
        }
    }

    private boolean isAgreement(int agreeing) {
        return agreeing >= PAIRS_TO_AGREE && agreeing * 100 >= pairs * AGREEING_PERCENT;
    }

    private boolean isExactNow() {
        int agreeing = 0;
        for (int i = 0; i < pairs; i++) {
            if (isWithinScatter(ownMicros[i], othersMicros[i], 0)) {
                if (!isSameMillis(ownMicros[i], othersMicros[i])) {
                    return false;
                }
                agreeing++;
            }
        }
        return isAgreement(agreeing);
    }
}

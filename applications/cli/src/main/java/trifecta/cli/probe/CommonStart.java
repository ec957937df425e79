package trifecta.cli.probe;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Where two histories of a market begin to tell the same: the connections do not subscribe at the same instant, so the snapshot of
 * the later one is a state that the other's book went through.
 *
 * @param first the state of the first connection's book
 * @param second the state of the second's
 */
record CommonStart(int first, int second) {
    /** Enough to tell two visits of the same book apart. */
    private static final int RUN_MAX = 100;

    /**
     * The start that explains most: a book may be in the same state more than once. Nothing when neither snapshot is a state of
     * the other's book.
     */
    static Optional<CommonStart> of(History first, History second) {
        Stream<CommonStart> laterSecond = states(first, second.openingHash()).mapToObj(s -> new CommonStart(s, 0));
        Stream<CommonStart> laterFirst = states(second, first.openingHash()).mapToObj(s -> new CommonStart(0, s));
        return Stream.concat(laterSecond, laterFirst)
                .max(Comparator.<CommonStart>comparingInt(start -> start.run(first, second))
                        .thenComparingLong(start -> -start.microsAway(first, second)));
    }

    private static IntStream states(History history, long hash) {
        return IntStream.rangeClosed(0, history.size()).filter(state -> history.hash(state) == hash);
    }

    /** How many deltas agree from here on without a break. */
    private int run(History a, History b) {
        int most = Math.min(RUN_MAX, Math.min(a.size() - first, b.size() - second));
        int run = 0;
        while (run < most && a.deltas().get(first + run).isSameAs(b.deltas().get(second + run))) {
            run++;
        }
        return run;
    }

    private long microsAway(History a, History b) {
        return second == 0 ? a.microsAway(first, b.openedAtMicros()) : b.microsAway(second, a.openedAtMicros());
    }
}

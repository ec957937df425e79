package trifecta.cli.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Two connections' deltas of one market laid side by side, from their common start to the end: nothing is left out but what came
 * too late for the other to be read as well.
 *
 * @param startsAlike whether the books agreed at any moment
 * @param pairs the same event on both, in the first connection's order
 * @param onlyFirst events that the second lacks
 * @param onlySecond events that the first lacks
 */
record Alignment(boolean startsAlike, List<Pair> pairs, List<Observed> onlyFirst, List<Observed> onlySecond) {
    /** How far to look for the next common event before the rest is called different. */
    private static final int LOOK_AHEAD = 500;

    /** What came to one connection so shortly before the other's end may have been under way to the other. */
    static final long UNDER_WAY_MICROS = 2_000_000;

    /** The same event on both connections. */
    record Pair(Observed first, Observed second) {
        /** First minus second, of the exchange's own times. */
        long exchangeDifferenceMicros() {
            return first.change().exchangeMicros() - second.change().exchangeMicros();
        }

        /** First minus second, of this machine's times of receipt. */
        long receiptDifferenceMicros() {
            return first.receivedAtMicros() - second.receivedAtMicros();
        }

        /** Whether the whole book was the same after it. */
        boolean sameBook() {
            return first.isSameAs(second);
        }
    }

    static Alignment of(History first, History second) {
        Optional<CommonStart> start = CommonStart.of(first, second);
        List<Observed> a = first.deltas();
        List<Observed> b = second.deltas();
        int i = start.map(CommonStart::first).orElse(0);
        int j = start.map(CommonStart::second).orElse(0);
        Alignment alignment = new Alignment(start.isPresent(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (Optional<Step> step = next(a, i, b, j); step.isPresent(); step = next(a, i, b, j)) {
            int toFirst = i + step.get().skipFirst;
            int toSecond = j + step.get().skipSecond;
            alignment.onlyFirst.addAll(a.subList(i, toFirst));
            alignment.onlySecond.addAll(b.subList(j, toSecond));
            alignment.pairs.add(new Pair(a.get(toFirst), b.get(toSecond)));
            i = toFirst + 1;
            j = toSecond + 1;
        }
        alignment.onlyFirst.addAll(missed(a.subList(i, a.size()), second.watchedUntilMicros()));
        alignment.onlySecond.addAll(missed(b.subList(j, b.size()), first.watchedUntilMicros()));
        return alignment;
    }

    /** How many pairs left the books different. */
    long unlikeBooks() {
        return pairs.stream().filter(pair -> !pair.sameBook()).count();
    }

    /** Whether both told the same from the common start to the end. */
    boolean agrees() {
        return startsAlike && onlyFirst.isEmpty() && onlySecond.isEmpty() && unlikeBooks() == 0;
    }

    private static List<Observed> missed(List<Observed> rest, long otherUntilMicros) {
        return rest.stream()
                .filter(each -> each.receivedAtMicros() < otherUntilMicros - UNDER_WAY_MICROS)
                .toList();
    }

    private record Step(int skipFirst, int skipSecond) {}

    /**
     * The nearest common event: the fewest events passed over on both sides together. Where several are as near, one with the same
     * book, then one of the same time. After a loss that nothing makes good the books never agree again; the events still do.
     */
    private static Optional<Step> next(List<Observed> first, int i, List<Observed> second, int j) {
        int most = Math.min(LOOK_AHEAD, first.size() - i + second.size() - j - 2);
        for (int passed = 0; passed <= most; passed++) {
            Step best = null;
            int bestLikeness = 0;
            for (int skipFirst = 0; skipFirst <= passed; skipFirst++) {
                int skipSecond = passed - skipFirst;
                if (i + skipFirst < first.size() && j + skipSecond < second.size()) {
                    int likeness = likeness(first.get(i + skipFirst), second.get(j + skipSecond));
                    if (likeness > bestLikeness) {
                        bestLikeness = likeness;
                        best = new Step(skipFirst, skipSecond);
                    }
                }
            }
            if (best != null) {
                return Optional.of(best);
            }
        }
        return Optional.empty();
    }

    private static int likeness(Observed first, Observed second) {
        if (!first.changesAlike(second)) {
            return 0;
        }
        return first.isSameAs(second) ? 3 : first.isOfTheTimeOf(second) ? 2 : 1;
    }
}

package trifecta.cli.probe;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two connections' deltas of one market laid side by side. What one of them has before the other begins, or after the other
 * ends, is left out: the connections do not subscribe at the same instant.
 *
 * @param pairs the same event on both, in the first connection's order
 * @param onlyFirst events of the common stretch that the second lacks
 * @param onlySecond events of the common stretch that the first lacks
 */
record Alignment(List<Pair> pairs, List<Observed> onlyFirst, List<Observed> onlySecond) {
    /** How far to look for the next common event before a stretch is called different. */
    private static final int LOOK_AHEAD = 500;

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
    }

    static Alignment of(List<Observed> first, List<Observed> second) {
        List<Pair> pairs = new ArrayList<>();
        List<Observed> onlyFirst = new ArrayList<>();
        List<Observed> onlySecond = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < first.size() && j < second.size()) {
            Step step = next(first, i, second, j);
            if (step == null) {
                break;
            }
            if (!pairs.isEmpty()) {
                onlyFirst.addAll(first.subList(i, i + step.skipFirst));
                onlySecond.addAll(second.subList(j, j + step.skipSecond));
            }
            i += step.skipFirst;
            j += step.skipSecond;
            pairs.add(new Pair(first.get(i++), second.get(j++)));
        }
        return new Alignment(pairs, onlyFirst, onlySecond);
    }

    private record Step(int skipFirst, int skipSecond) {}

    /** The nearest common event: the fewest events passed over on both sides together. */
    private static @Nullable Step next(List<Observed> first, int i, List<Observed> second, int j) {
        int most = Math.min(LOOK_AHEAD, first.size() - i + second.size() - j - 2);
        for (int passed = 0; passed <= most; passed++) {
            for (int skipFirst = 0; skipFirst <= passed; skipFirst++) {
                int skipSecond = passed - skipFirst;
                if (i + skipFirst < first.size()
                        && j + skipSecond < second.size()
                        && first.get(i + skipFirst).isSameAs(second.get(j + skipSecond))) {
                    return new Step(skipFirst, skipSecond);
                }
            }
        }
        return null;
    }
}

package trifecta.market.arbitration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import trifecta.market.Side;

/**
 * How two lists of rows differ when only their steps and times count (of a replaced book only what it became: it is seldom stamped), not their order nor the books they lead to: a permutation
 * within a millisecond has no difference.
 *
 * @param onlyFirst rows that the first list has more
 * @param onlySecond rows that the second list has more
 */
record Difference(List<Row> onlyFirst, List<Row> onlySecond) {

    /** What is compared of a row; with tolerant times they are left out. */
    private record Step(Side side, int priceMicros, long delta, boolean replacesBook, long millis) {
        static Step of(Row row, boolean timed) {
            long delta = row.replacesBook() ? row.hash() : row.change().deltaHundredths();
            return new Step(
                    row.change().side(),
                    row.change().priceMicros(),
                    delta,
                    row.replacesBook(),
                    timed && !row.replacesBook() ? row.millis() : 0);
        }
    }

    static Difference between(List<Row> first, List<Row> second, boolean timed) {
        int start = 0;
        int firstEnd = first.size();
        int secondEnd = second.size();
        while (start < firstEnd && start < secondEnd && same(first.get(start), second.get(start), timed)) {
            start++;
        }
        while (firstEnd > start
                && secondEnd > start
                && same(first.get(firstEnd - 1), second.get(secondEnd - 1), timed)) {
            firstEnd--;
            secondEnd--;
        }
        List<Row> left = first.subList(start, firstEnd);
        List<Row> right = second.subList(start, secondEnd);
        if (left.isEmpty() || right.isEmpty()) {
            return new Difference(left, right);
        }
        return new Difference(without(left, right, timed), without(right, left, timed));
    }

    private static boolean same(Row a, Row b, boolean timed) {
        return a.sameStep(b) && (a.replacesBook() ? a.hash() == b.hash() : !timed || a.millis() == b.millis());
    }

    private static List<Row> without(List<Row> rows, List<Row> others, boolean timed) {
        Map<Step, Integer> counts = new HashMap<>();
        for (Row row : others) {
            counts.merge(Step.of(row, timed), 1, Integer::sum);
        }
        List<Row> left = new ArrayList<>();
        for (Row row : rows) {
            if (counts.merge(Step.of(row, timed), -1, Integer::sum) < 0) {
                left.add(row);
            }
        }
        return left;
    }

    boolean isNone() {
        return onlyFirst.isEmpty() && onlySecond.isEmpty();
    }

    /** The second list holds all of the first. */
    boolean secondHoldsAll() {
        return onlyFirst.isEmpty();
    }

    /** The first list holds all of the second. */
    boolean firstHoldsAll() {
        return onlySecond.isEmpty();
    }
}

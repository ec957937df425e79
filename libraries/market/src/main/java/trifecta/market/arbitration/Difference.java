package trifecta.market.arbitration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import trifecta.market.Side;

/**
 * How two lists of rows differ when only their steps and times count (of a replaced book only what it became: it is seldom stamped), not
 * their order nor the books they lead to: a permutation within a millisecond has no difference. A row without a time is equal to one
 * of any time.
 *
 * @param onlyFirst rows that the first list has more
 * @param onlySecond rows that the second list has more
 */
record Difference(List<Row> onlyFirst, List<Row> onlySecond) {
    /** Times do not count at all. */
    static final long UNTIMED = Long.MAX_VALUE;

    /** What is compared of a row beside its time. */
    private record Step(Side side, int priceMicros, long delta, boolean replacesBook) {
        static Step of(Row row) {
            long delta = row.replacesBook() ? row.hash() : row.change().deltaHundredths();
            return new Step(row.change().side(), row.change().priceMicros(), delta, row.replacesBook());
        }
    }

    /**
     * @param first in the order of time, as the second
     * @param tolerance by which equal times may differ
     */
    static Difference between(List<Row> first, List<Row> second, long tolerance) {
        int start = 0;
        int firstEnd = first.size();
        int secondEnd = second.size();
        while (start < firstEnd && start < secondEnd && same(first.get(start), second.get(start), tolerance)) {
            start++;
        }
        while (firstEnd > start
                && secondEnd > start
                && same(first.get(firstEnd - 1), second.get(secondEnd - 1), tolerance)) {
            firstEnd--;
            secondEnd--;
        }
        List<Row> left = first.subList(start, firstEnd);
        List<Row> right = second.subList(start, secondEnd);
        if (left.isEmpty() || right.isEmpty()) {
            return new Difference(left, right);
        }
        return new Difference(without(left, right, tolerance), without(right, left, tolerance));
    }

    private static boolean same(Row a, Row b, long tolerance) {
        return a.sameStep(b) && (a.replacesBook() ? a.hash() == b.hash() : isSameTime(a, b, tolerance));
    }

    private static boolean isSameTime(Row a, Row b, long tolerance) {
        return tolerance == UNTIMED
                || a.replacesBook()
                || Math.abs(a.millis() - b.millis()) <= tolerance
                || !Unstamped.hasTime(a)
                || !Unstamped.hasTime(b);
    }

    /** Each row takes the earliest other one away that is its equal. */
    private static List<Row> without(List<Row> rows, List<Row> others, long tolerance) {
        Map<Step, List<Row>> left = new HashMap<>();
        for (Row row : others) {
            left.computeIfAbsent(Step.of(row), _ -> new ArrayList<>()).add(row);
        }
        List<Row> more = new ArrayList<>();
        for (Row row : rows) {
            if (!takesOne(row, left.getOrDefault(Step.of(row), List.of()).iterator(), tolerance)) {
                more.add(row);
            }
        }
        return more;
    }

    private static boolean takesOne(Row row, Iterator<Row> others, long tolerance) {
        while (others.hasNext()) {
            if (isSameTime(row, others.next(), tolerance)) {
                others.remove();
                return true;
            }
        }
        return false;
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

package trifecta.market.arbitration;

import java.util.List;

/**
 * What of a line without comparable times belongs into a gap of the chain, and what the chain covers though it has it with other books:
 * told by steps and by times of receipt.
 */
final class Gaps {
    /** How far behind a run's head its steps are looked for. */
    private static final int WINDOW = 64;
    /** Steps that have to be the same, whatever the books they are made on. */
    private static final int STEPS_TO_COVER = 2;

    private final Bench bench;
    private final Chain chain;

    Gaps(Bench bench) {
        this.bench = bench;
        this.chain = bench.chain();
    }

    /**
     * Puts what a line alone has before a run's head there: behind the rows before the head that it has too, else as a run of its own without
     * what the chain covers.
     *
     * @param shared how many of the rows the chain has before the head
     * @param base hash of the book under the first of the rows
     * @return where the head is then
     */
    int fillBefore(int head, List<Row> rows, int shared, long base) {
        int from = shared;
        if (shared == 0) {
            from = coveredBefore(rows, head);
            markLacking(rows.subList(0, from));
            if (from > 0) {
                chain.dispute(head - 1);
            }
        }
        int at = head;
        for (Row row : rows.subList(from, rows.size())) {
            if (at == head && shared == 0) {
                bench.insertRun(at++, row, from == 0 ? base : rows.get(from - 1).hash());
            } else {
                bench.insert(at++, row);
            }
        }
        return at;
    }

    /**
     * The head before which a line's rows belong that found themselves nowhere: they lead to the book under it, or were received in between.
     * The chain's size when there is none.
     */
    int gapOf(List<Row> rows) {
        Row first = rows.getFirst();
        Row last = rows.getLast();
        for (int at = chain.size() - 1; at > 0; at--) {
            Row head = chain.row(at);
            boolean leadsTo = head.opensRun() && head.baseHash() == last.hash() && Receipt.isOneRow(last, head);
            if (leadsTo
                    || (head.opensRun()
                            && Receipt.apart(last, head) < 0
                            && Receipt.apart(first, chain.row(at - 1)) > 0)) {
                return at;
            }
        }
        return chain.size();
    }

    /**
     * How many of a line's rows belong before a run: those before the steps with which it begins, whatever the books they are made on; where
     * there are none, all if they lead to the book under it, else those received before it.
     */
    int countBefore(List<Row> rows, int place) {
        Row head = chain.row(place);
        int most = 0;
        int best = -1;
        int end = Math.min(chain.runEnd(place), place + WINDOW);
        for (int at = place; at < end; at++) {
            for (int i = 0; i < rows.size(); i++) {
                int equal = equalSteps(rows, i, at);
                if (equal > most
                        && (i + equal == rows.size() || equal >= Unstamped.ROWS_TO_MEET)
                        && isSameTime(rows.get(i), chain.row(at), equal)) {
                    most = equal;
                    best = i;
                }
            }
        }
        if (best >= 0) {
            return best;
        }
        if (rows.getLast().hash() == head.baseHash() && Receipt.isOneRow(rows.getLast(), head)) {
            return rows.size();
        }
        int count = 0;
        while (count < rows.size() && Receipt.apart(rows.get(count), head) < 0) {
            count++;
        }
        return count;
    }

    /**
     * How many of a line's first rows the chain covers before a position, though it does not have them with these books: those received
     * before the last row there, and those whose steps are the chain's last ones there.
     */
    int coveredBefore(List<Row> rows, int position) {
        if (position == 0 || rows.isEmpty()) {
            return 0;
        }
        int covered = 0;
        while (covered < rows.size() && Receipt.apart(rows.get(covered), chain.row(position - 1)) < 0) {
            covered++;
        }
        long earliest = rows.getFirst().origin().receivedAtMicros() - Receipt.STALL_MICROS;
        int most = 0;
        for (int at = position - 1; at >= 0 && chain.row(at).origin().receivedAtMicros() >= earliest; at--) {
            for (int i = 0; i < rows.size(); i++) {
                int equal = Math.min(position - at, equalSteps(rows, i, at));
                boolean whole = i + equal == rows.size() || at + equal == position;
                if (equal > most
                        && (whole || equal >= Unstamped.ROWS_TO_MEET)
                        && isSameTime(rows.get(i), chain.row(at), equal)) {
                    most = equal;
                    boolean all = Difference.between(
                                    rows.subList(i + equal, rows.size()),
                                    chain.rows(at + equal, position),
                                    Difference.UNTIMED)
                            .secondHoldsAll();
                    covered = Math.max(covered, all ? rows.size() : i + equal);
                }
            }
        }
        return covered;
    }

    /** Whether both may be the same row: few steps are soon made again, so that the time has to be nearer. */
    private static boolean isSameTime(Row row, Row other, int equalSteps) {
        return equalSteps >= STEPS_TO_COVER ? Receipt.isOneRow(row, other) : Receipt.isOneMoment(row, other);
    }

    private int equalSteps(List<Row> rows, int index, int at) {
        int equal = 0;
        while (index + equal < rows.size()
                && at + equal < chain.size()
                && chain.row(at + equal).sameStep(rows.get(index + equal))
                && Receipt.mayBeSame(chain.row(at + equal), rows.get(index + equal))) {
            equal++;
        }
        return equal;
    }

    /** Rows that are in no place: where the chain lacks their steps at the time they were received, it is in doubt. */
    void markLacking(List<Row> rows) {
        if (rows.isEmpty() || chain.size() == 0) {
            return;
        }
        long first = rows.getFirst().origin().receivedAtMicros() - Receipt.STALL_MICROS;
        long last = rows.getLast().origin().receivedAtMicros() + Receipt.STALL_MICROS;
        int from = chain.size();
        while (from > 0 && chain.row(from - 1).origin().receivedAtMicros() >= first) {
            from--;
        }
        int to = from;
        while (to < chain.size() && chain.row(to).origin().receivedAtMicros() <= last) {
            to++;
        }
        for (Row lacked : Difference.between(rows, chain.rows(from, to), Difference.UNTIMED)
                .onlyFirst()) {
            int at = from;
            while (at < to && Receipt.apart(chain.row(at), lacked) < 0) {
                at++;
            }
            if (at > 0) {
                chain.dispute(at - 1);
            }
            if (at < chain.size()) {
                chain.dispute(at);
            }
            bench.count(Counter.DROPPED_ROWS_MARKED);
        }
    }
}

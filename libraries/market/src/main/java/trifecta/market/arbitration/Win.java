package trifecta.market.arbitration;

import java.util.ArrayList;
import java.util.List;

/** Rules 2c and 6. A line's pending rows become the chain from its place on, in place of its rival or where no run is. */
final class Win {
    /** Passes over the held lines after a change: each can settle another one; what is left waits for the next event. */
    private static final int PASSES = 3;

    private final Bench bench;
    private final Chain chain;
    private final Rules rules;
    private boolean lookingAgain;

    Win(Bench bench, Rules rules) {
        this.bench = bench;
        this.chain = bench.chain();
        this.rules = rules;
    }

    /** A joining line where no run covers its time opens one on its snapshot. */
    void openRun(Standing line) {
        int beginning = bench.beginning(line);
        beginning -= takeSharedRows(line, beginning);
        writeFrom(line, beginning);
        lookAgain(line);
    }

    /** The rival is voided, and the line's pending rows are fed in its place. */
    void takeOver(Standing line) {
        bench.count(Counter.WINS);
        int beginning = bench.beginning(line);
        if (line.isJoining()) {
            chain.disputeUnverifiedBefore(beginning);
            beginning -= takeSharedRows(line, beginning);
        }
        int end = chain.runEnd(beginning);
        boolean lacks = lacksRows(line, beginning, end);
        bench.cut(beginning, end);
        writeFrom(line, beginning);
        if (lacks) {
            chain.dispute(beginning, line.place());
        }
        lookAgain(line);
    }

    /**
     * A run was verified and left in the millisecond in which the line begins to differ: nothing contradicts the line, which
     * has more of that millisecond. It goes on from the run's end if it had the very same rows, else behind that millisecond.
     */
    void goOnBehind(Standing line, int beginning, int end) {
        long endMillis = chain.row(end - 1).millis();
        int shared = line.pendingUpTo(endMillis + bench.tolerance());
        List<Row> rival = chain.rows(beginning, end);
        for (int i = 0; i < shared; i++) {
            if (line.pending(i).hash() == chain.row(end - 1).hash()
                    && bench.difference(rival, line.pending().subList(0, i + 1)).isNone()) {
                List<Row> rest = line.pendingBehind(i);
                line.align(end);
                rules.nextRow().acceptAll(line, rest);
                return;
            }
        }
        if (line.isPlaced()
                && bench.difference(rival, line.pending().subList(0, shared)).secondHoldsAll()) {
            takeOver(line);
            return;
        }
        List<Row> rest = line.pendingBehind(shared - 1);
        long base = line.pending(shared - 1).hash();
        line.pending().subList(shared, line.pendingSize()).clear();
        bench.lackedSince(line).ifPresent(line::drops);
        rules.spanEnd().markDropped(line);
        chain.dispute(end - 1);
        line.join(base);
        rules.nextRow().acceptAll(line, rest);
    }

    /**
     * Rows of the line's first millisecond that stand before its beginning are its own too: they go, since they come again.
     *
     * @return how many went
     */
    private int takeSharedRows(Standing line, int beginning) {
        long first = line.firstPending().millis();
        List<Row> own = new ArrayList<>(line.pending().subList(0, line.pendingUpTo(first + bench.tolerance())));
        int end = beginning;
        int at = chain.firstAt(first - bench.tolerance());
        while (at < end && chain.row(at).millis() <= first + bench.tolerance()) {
            if (removeStep(own, chain.row(at))) {
                bench.cut(at, at + 1);
                end--;
            } else {
                at++;
            }
        }
        return beginning - end;
    }

    private static boolean removeStep(List<Row> rows, Row step) {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).sameStep(step)) {
                rows.remove(i);
                return true;
            }
        }
        return false;
    }

    /** The rival has rows, before the time the line has reached, that the line does not have. */
    private boolean lacksRows(Standing line, int from, int to) {
        long reached = line.lastPending().millis();
        List<Row> rival = new ArrayList<>(chain.rows(from, to));
        rival.removeIf(row -> row.millis() >= reached);
        return !bench.difference(rival, line.pending()).secondHoldsAll();
    }

    private void writeFrom(Standing line, int beginning) {
        List<Row> rows = line.takePending();
        if (line.isJoining()) {
            Row head = rows.removeFirst();
            long base = line.baseHash();
            line.align(beginning);
            bench.insertRun(beginning, head, base);
            line.standAt(beginning + 1);
        } else {
            if (beginning > 0) {
                chain.ended(beginning - 1, false);
            }
            line.align(beginning);
        }
        rules.nextRow().acceptAll(line, rows);
    }

    /** The chain changed: all other held lines bring their pending rows again. */
    void lookAgain(Standing changed) {
        if (lookingAgain) {
            return;
        }
        lookingAgain = true;
        try {
            for (int pass = 0; pass < PASSES; pass++) {
                for (Standing other : bench.lines()) {
                    if (other == changed || !other.hasPending()) {
                        continue;
                    }
                    if (other.isUnstamped()) {
                        rules.unstamped().settle(other);
                    } else {
                        rules.nextRow().acceptAll(other, other.takePending());
                    }
                }
            }
        } finally {
            lookingAgain = false;
        }
    }
}

package trifecta.market.arbitration;

import java.util.ArrayList;
import java.util.List;

/**
 * Rule 2a. A joining line finds its place where it and the chain end a whole millisecond with the same book. With tolerant times
 * both have to pause there, longer than their times of one row may differ: so they end with the same row.
 */
final class Joining {
    private final Bench bench;
    private final Chain chain;
    private final Rules rules;

    Joining(Bench bench, Rules rules) {
        this.bench = bench;
        this.chain = bench.chain();
        this.rules = rules;
    }

    /** Whether a pending row ends a millisecond with the book that the chain has there; the line is aligned if so. */
    boolean meets(Standing line, int index) {
        Row own = line.pending(index);
        long tolerance = bench.tolerance();
        if (index + 1 >= line.pendingSize()
                || !bench.isPause(own.millis(), line.pending(index + 1).millis())
                || rules.unstampedTail().isIn(line)) {
            return false;
        }
        for (int at = chain.firstAfter(own.millis() + tolerance) - 1;
                at >= 0 && chain.row(at).millis() >= own.millis() - tolerance;
                at--) {
            if (chain.row(at).hash() == own.hash() && (isFinished(at) || hasAllOf(line, index, at))) {
                align(line, at, index);
                return true;
            }
            if (tolerance == 0) {
                return false; // meeting inside a millisecond meets wrong books by coincidence
            }
        }
        return false;
    }

    /** Whether any of the pending rows does, the earliest first; the line is aligned if so. */
    boolean meetsAnywhere(Standing line) {
        for (int index = 0; index + 1 < line.pendingSize(); index++) {
            if (meets(line, index)) {
                return true;
            }
        }
        return false;
    }

    /** Nobody writes rows any more into the millisecond that this row ends. */
    private boolean isFinished(int at) {
        boolean last = at + 1 == chain.size();
        if (!last && (bench.tolerance() > 0 || !chain.opensRun(at + 1))) {
            return bench.isPause(chain.row(at).millis(), chain.row(at + 1).millis());
        }
        for (Standing other : bench.lines()) {
            if (other.isUp() && other.isAligned() && other.place() == at + 1) {
                return false;
            }
        }
        return true;
    }

    /**
     * The chain has the rows of the moment that the line has left: whoever else stands here will bring none of it, however long it is
     * silent.
     */
    private boolean hasAllOf(Standing line, int index, int at) {
        int first = index;
        while (first > 0
                && !bench.isPause(
                        line.pending(first - 1).millis(), line.pending(first).millis())) {
            first--;
        }
        int own = index - first + 1;
        int from = at - own + 1;
        if (from < 0) {
            return false;
        }
        for (int i = 0; i < own; i++) {
            if (!chain.row(from + i).sameContent(line.pending(first + i)) || (i > 0 && chain.opensRun(from + i))) {
                return false;
            }
        }
        // a line whose span began within that moment has only the end of it
        return first == 0
                || from == 0
                || chain.opensRun(from)
                || bench.isPause(chain.row(from - 1).millis(), chain.row(from).millis());
    }

    /** Both lead to the same book: what does the line's snapshot say of the chain's rows since then? */
    private void align(Standing line, int at, int index) {
        int beginning = bench.beginning(line);
        List<Row> own = new ArrayList<>(line.pending().subList(0, index + 1));
        List<Row> rest = line.pendingBehind(index);
        if (line.hasBase() && beginning <= at) {
            Difference difference = bench.difference(chain.rows(beginning, at + 1), own);
            if (difference.isNone()) {
                verifyBase(line, beginning);
            } else if (difference.secondHoldsAll() && !chain.anyVerified(beginning, at)) {
                complete(line, beginning, at, own);
                rules.nextRow().acceptAll(line, rest);
                rules.win().lookAgain(line);
                return;
            } else if (difference.secondHoldsAll() && isOnSameBook(line, beginning)) {
                insertLacked(line, beginning, at, own);
                rules.nextRow().acceptAll(line, rest);
                rules.win().lookAgain(line);
                return;
            } else if (!difference.firstHoldsAll()) {
                chain.dispute(beginning, at + 1);
                bench.count(Counter.DISPUTED_MEETINGS);
            }
        }
        line.align(at + 1);
        rules.nextRow().acceptAll(line, rest);
    }

    /** The same rows: then the book before them is the one that the line's snapshot showed. */
    private void verifyBase(Standing line, int beginning) {
        if (beginning > 0
                && !chain.opensRun(beginning)
                && chain.row(beginning - 1).hash() == line.baseHash()) {
            bench.count(Counter.JOINS_VERIFIED);
            bench.verify(beginning);
        }
    }

    private boolean isOnSameBook(Standing line, int beginning) {
        return line.baseHash()
                == (chain.opensRun(beginning) || beginning == 0
                        ? chain.row(beginning).baseHash()
                        : chain.row(beginning - 1).hash());
    }

    /** The line has more than the chain on the same book, and a row between is verified: what it has more is in a gap, or without a net effect. */
    private void insertLacked(Standing line, int beginning, int at, List<Row> own) {
        boolean opensRun = chain.opensRun(beginning);
        if (!isInOrder(chain.rows(beginning, at + 1), own)) {
            int end = rules.meeting().bridge(beginning, at, own, chain.anyOpensRun(beginning + 1, at + 1), false);
            if (opensRun) {
                chain.openRun(beginning, line.baseHash());
            }
            line.align(end);
            return;
        }
        int place = beginning;
        int inserted = 0;
        for (Row row : own) {
            if (place > at + inserted || !chain.row(place).sameContent(row)) {
                bench.insert(place, row);
                inserted++;
            } else if (place > beginning && chain.opensRun(place)) {
                chain.stitch(place);
                bench.count(Counter.STITCHES);
                bench.verify(place);
            }
            place++;
        }
        if (opensRun && !chain.opensRun(beginning)) {
            chain.openRun(beginning, line.baseHash());
        }
        line.align(place);
    }

    /** Whether the rows are among the others, in their order. */
    private static boolean isInOrder(List<Row> rows, List<Row> others) {
        int found = 0;
        for (Row other : others) {
            if (found < rows.size() && rows.get(found).sameContent(other)) {
                found++;
            }
        }
        return found == rows.size();
    }

    /** The line has more than the chain: the chain lost something before, so its rows begin a run on the line's snapshot. */
    private void complete(Standing line, int beginning, int at, List<Row> own) {
        bench.count(Counter.JOINS_COMPLETED);
        if (!chain.opensRun(beginning)) {
            chain.disputeUnverifiedBefore(beginning);
        }
        boolean verified = chain.row(at).verified();
        long base = line.baseHash();
        bench.exchange(beginning, at + 1, own);
        chain.openRun(beginning, base);
        int last = beginning + own.size() - 1;
        if (verified) {
            chain.verify(last);
        }
        line.align(last + 1);
    }
}

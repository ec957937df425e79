package trifecta.market.arbitration;

import java.util.ArrayList;
import java.util.List;

/**
 * Rule 2b. A held line and the chain lead to the same book at the same time, on different ways: a permutation, a gap crossed,
 * rows without a net effect on one side, or contradiction. Judged between whole milliseconds, also where the rows are the same: a
 * message that was lost, and made again in the same millisecond, looks like a permutation until the millisecond is over.
 */
final class Meeting {
    private final Bench bench;
    private final Chain chain;
    private final Rules rules;

    Meeting(Bench bench, Rules rules) {
        this.bench = bench;
        this.chain = bench.chain();
        this.rules = rules;
    }

    /**
     * Whether the chain leads to the book of a pending row at its time. The same book may come again within the tolerance: each of
     * these rows is tried.
     *
     * @param ended no further row of the line will come
     */
    boolean isMet(Standing line, int index, boolean ended) {
        Row own = line.pending(index);
        int at = chain.find(own, line.place(), bench.tolerance());
        while (at >= 0) {
            if (judge(line, at, index, ended)) {
                return true;
            }
            at = chain.find(own, at + 1, bench.tolerance());
        }
        return false;
    }

    /**
     * Judges the chain's rows from the line's place to {@code at} against the pending rows up to {@code index}.
     *
     * @param ended no further row of the line will come
     * @return false when it is too early to say; nothing has changed then
     */
    boolean judge(Standing line, int at, int index, boolean ended) {
        int from = line.place();
        List<Row> rival = chain.rows(from, at + 1);
        List<Row> own = new ArrayList<>(line.pending().subList(0, index + 1));
        Difference difference = bench.difference(rival, own);
        boolean gapInside = chain.anyOpensRun(from + 1, at + 1);
        boolean gap = gapInside || chain.opensRun(from);
        int aligned = at + 1;
        boolean isDecidable = isDecidable(line, at, index);
        if (difference.isNone() && !gapInside) {
            if (!ended && !isDecidable) {
                return false;
            }
            samePath(from, at + 1, gap);
        } else {
            boolean crossesAtEnd = ended && chain.opensRun(from) && difference.secondHoldsAll();
            if (!isDecidable && !(difference.isNone() && gapInside) && !crossesAtEnd) {
                return false;
            }
            if (difference.firstHoldsAll() && !gap) {
                bench.count(Counter.ZERO_NET_LACKED);
            } else if (difference.secondHoldsAll() || (gap && !chain.anyVerified(from, at))) {
                aligned = bridge(from, at, own, gap, !difference.secondHoldsAll());
            } else {
                bench.count(Counter.DISPUTED_MEETINGS);
                chain.dispute(from, at + 1);
            }
        }
        settleAt(line, aligned, index);
        return true;
    }

    private void settleAt(Standing line, int aligned, int index) {
        Forks.Fork fork = line.fork();
        if (fork != null) {
            chain.forks().close(fork);
        }
        List<Row> rest = line.pendingBehind(index);
        line.align(aligned);
        rules.nextRow().acceptAll(line, rest);
        rules.win().lookAgain(line);
    }

    /** The same rows, perhaps in another order: production's order stays, and what the line crossed is no gap. */
    void samePath(int from, int to, boolean gap) {
        bench.count(gap ? Counter.STITCHES : Counter.PERMUTATIONS);
        for (int at = from; gap && at < to; at++) {
            if (chain.opensRun(at)) {
                chain.stitch(at);
            }
        }
    }

    /** The line's rows replace the chain's: it has all of them and more, or its span crosses a gap that is inside. */
    int bridge(int from, int at, List<Row> own, boolean gap, boolean dropsRows) {
        bench.count(gap ? Counter.BRIDGES : Counter.ZERO_NET_INSERTED);
        Row last = chain.row(at);
        boolean verified = last.verified();
        boolean disputed = last.disputedByItself() || dropsRows;
        bench.exchange(from, at + 1, own);
        int end = from + own.size() - 1;
        if (verified) {
            chain.verify(end);
        }
        if (disputed) {
            chain.dispute(end);
        }
        return end + 1;
    }

    /**
     * Whole milliseconds on both sides only: either the two rows are the same and the first of their millisecond, or the last of
     * it.
     */
    private boolean isDecidable(Standing line, int at, int index) {
        Row met = chain.row(at);
        Row own = line.pending(index);
        boolean first = met.sameContent(own)
                && (at == 0 || bench.isPause(chain.row(at - 1).millis(), met.millis()))
                && (index == 0 || bench.isPause(line.pending(index - 1).millis(), own.millis()));
        return first
                || (index + 1 < line.pendingSize()
                        && bench.isPause(own.millis(), line.pending(index + 1).millis())
                        && !chain.isRunEnd(at + 1)
                        && bench.isPause(met.millis(), chain.row(at + 1).millis()));
    }
}

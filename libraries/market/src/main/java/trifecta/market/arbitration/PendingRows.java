package trifecta.market.arbitration;

import java.util.List;

/**
 * Rule 2. A line with pending rows looks at the chain again: is there agreement, may it open a run, is it forked, may it take
 * over?
 */
final class PendingRows {
    private final Bench bench;
    private final Chain chain;
    private final Rules rules;

    PendingRows(Bench bench, Rules rules) {
        this.bench = bench;
        this.chain = bench.chain();
        this.rules = rules;
    }

    /** All lines look again that have pending rows and are not refuted: one went that might have written on, or was before them. */
    void settleAll() {
        for (Standing line : bench.lines()) {
            if (line.isUp()
                    && line.hasPending()
                    && !line.isDead()
                    && !(line.isJoining()
                            && !line.isUnstamped()
                            && rules.joining().meetsAnywhere(line))) {
                settle(line);
            }
        }
    }

    void settle(Standing line) {
        if (line.isUnstamped()) {
            rules.unstamped().settle(line);
            return;
        }
        if (line.hasPending() && line.isJoining() && rules.unstampedTail().joins(line)) {
            return;
        }
        if (!line.hasPending() || agrees(line) || !line.isAnchored() || line.isDead()) {
            return;
        }
        int beginning = bench.beginning(line);
        if (line.isJoining() && !isCovered(line, beginning) && !waits(line, beginning)) {
            rules.win().openRun(line);
            return;
        }
        if (!line.isForkNoted() && bench.isForked(line, beginning)) {
            line.noteFork(chain.forks().open(beginning));
            bench.count(Counter.FORKS);
            bench.log().wantSnapshot();
        }
        takeOver(line, beginning);
    }

    /** 2a, 2b: the newest pending row, or the one before it whose millisecond it finishes, leads to a book of the chain. */
    private boolean agrees(Standing line) {
        int last = line.pendingSize() - 1;
        if (line.isJoining()) {
            return last > 0 && rules.joining().meets(line, last - 1);
        }
        for (int i = Math.max(0, last - 1); i <= last; i++) {
            if (rules.meeting().isMet(line, i, false)) {
                return true;
            }
        }
        return false;
    }

    /** A run covers the first millisecond of a joining line. */
    private boolean isCovered(Standing line, int beginning) {
        return beginning < chain.size()
                && (!chain.opensRun(beginning)
                        || chain.row(beginning).millis() <= line.firstPending().millis() + bench.tolerance());
    }

    /** 2c: not while the millisecond in which it would open a run is still being written, by others or by itself. */
    private boolean waits(Standing line, int beginning) {
        long first = line.firstPending().millis();
        if (beginning == 0 || Math.abs(chain.row(beginning - 1).millis() - first) > bench.tolerance()) {
            return false;
        }
        for (Standing other : bench.lines()) {
            if (other != line
                    && other.isUp()
                    && other.isAligned()
                    && other.place() == beginning
                    && !chain.row(beginning - 1).ended()) {
                return true;
            }
        }
        return line.lastPending().millis() <= first + bench.tolerance();
    }

    /** 2e: nobody follows the rival, nothing of it is verified, and the line has all of it and strictly more. */
    private void takeOver(Standing line, int beginning) {
        int end = chain.runEnd(beginning);
        if (beginning >= chain.size() || bench.isFollowed(line, beginning, end) || !bench.isReplaceable(end)) {
            return;
        }
        long rivalEnd = chain.row(end - 1).millis() + bench.tolerance();
        if (line.lastPending().millis() <= rivalEnd) {
            return;
        }
        if (chain.anyVerified(beginning, end)) {
            if (bench.isForked(line, beginning) || line.firstPending().millis() > rivalEnd) {
                line.die();
            } else {
                rules.win().goOnBehind(line, beginning, end);
            }
            return;
        }
        int shared = line.pendingUpTo(rivalEnd);
        if (shared <= end - beginning) {
            return;
        }
        List<Row> own = line.pending().subList(0, shared);
        Difference difference = bench.difference(chain.rows(beginning, end), own);
        if (difference.secondHoldsAll() && !difference.firstHoldsAll()) {
            rules.win().takeOver(line);
        }
    }
}

package trifecta.market.arbitration;

import java.util.List;
import trifecta.market.Times;

/** Which rows are in memory: old ones leave it when every live line is past them, and come back for a line that lags. */
final class Memory {
    private final Bench bench;
    private final Chain chain;

    Memory(Bench bench) {
        this.bench = bench;
        this.chain = bench.chain();
    }

    /** Rows of a joining line are compared with the chain's at that time: all of those have to be in memory. */
    boolean needsHistory(Standing line, long millis) {
        return millis != Times.ABSENT
                && chain.floor().evicted()
                && line.isUp()
                && line.isJoining()
                && !line.hasPending()
                && millis - bench.tolerance() <= chain.row(0).millis();
    }

    void prepend(List<Row> older, boolean complete) {
        if (!older.isEmpty()
                && chain.size() > 0
                && older.getLast().seq() >= chain.row(0).seq()) {
            throw new IllegalArgumentException("row " + older.getLast().seq() + " is not before the first in memory, "
                    + chain.row(0).seq());
        }
        chain.prepend(older, complete);
        for (Standing line : bench.lines()) {
            if (line.isPlaced()) {
                line.move(older.size());
            }
        }
    }

    /** The last row that is older stays, and the last before each line's place: inserts need a neighbour. */
    int evict(long beforeMillis) {
        int count = Math.min(chain.firstAt(beforeMillis), chain.size()) - 1;
        for (Standing line : bench.lines()) {
            if (line.isPlaced()) {
                count = Math.min(count, line.place() - 1);
            } else if (line.hasPending() && !line.isUnstamped()) {
                count = Math.min(count, chain.firstAt(line.firstPending().millis() - bench.tolerance()) - 1);
            }
        }
        if (count > 0) {
            chain.evict(count);
            for (Standing line : bench.lines()) {
                if (line.isPlaced()) {
                    line.move(-count);
                }
            }
        }
        return Math.max(0, count);
    }
}

package trifecta.market.arbitration;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Rule 5. A span ends: nothing that the line delivered vanishes unmarked. */
final class SpanEnd {
    private final Bench bench;
    private final Chain chain;
    private final Rules rules;

    SpanEnd(Bench bench, Rules rules) {
        this.bench = bench;
        this.chain = bench.chain();
        this.rules = rules;
    }

    /** @return the time of the first row that is dropped and that the chain lacks, in microseconds; empty when there is none with a time */
    OptionalLong apply(Standing line) {
        if (line.hasPending() && line.isPlaced() && !line.isUnstamped()) {
            rules.meeting().isMet(line, line.pendingSize() - 1, true);
        }
        if (line.hasPending() && line.isJoining() && !line.isUnstamped() && line.isAnchored()) {
            rules.unstampedTail().ends(line);
        }
        line.up(false);
        if (line.hasPending() && !line.isDead() && line.isAnchored() && !line.isUnstamped()) {
            writeBeforeNextRun(line);
            writeRest(line);
        }
        OptionalLong lacked = bench.lackedSince(line);
        markDropped(line);
        line.stray();
        rules.pendingRows().settleAll();
        return lacked;
    }

    /**
     * A slower line ends in the millisecond in which the next run begins, on the very book that lies under that run: its rows
     * belong before it. They must not be rows of that run without a net effect.
     */
    private void writeBeforeNextRun(Standing line) {
        int place = line.place();
        if (!line.isPlaced() || place >= chain.size() || !chain.opensRun(place)) {
            return;
        }
        Row head = chain.row(place);
        long latest = head.millis() + bench.tolerance();
        if (line.lastPending().millis() > latest || line.lastPending().hash() != head.baseHash()) {
            return;
        }
        List<Row> next = chain.rows(place, chain.firstAfter(latest));
        if (bench.difference(line.pending(), next).onlyFirst().size() == line.pendingSize()) {
            for (Row row : line.takePending()) {
                bench.insert(place++, row);
            }
        }
    }

    /** What the line alone has behind its rival's end and before the next run becomes a run of its own. */
    private void writeRest(Standing line) {
        if (!line.hasPending()) {
            return;
        }
        int beginning = bench.beginning(line);
        int end = chain.runEnd(beginning);
        if (beginning >= chain.size() || bench.isFollowed(line, beginning, end)) {
            return;
        }
        if (line.isPlaced() && beginning == end) {
            return;
        }
        int first = line.pendingUpTo(chain.row(end - 1).millis() + bench.tolerance());
        List<Row> rest = new ArrayList<>();
        for (Row row : line.pending().subList(first, line.pendingSize())) {
            if (end == chain.size() || row.millis() < chain.row(end).millis()) {
                rest.add(row);
            }
        }
        if (!rest.isEmpty() && !Unstamped.hasTime(chain.row(end - 1))) { // times say nothing of what both have
            int covered = rules.gaps().coveredBefore(rest, end);
            rest.subList(0, covered).clear();
            first += covered;
        }
        if (!rest.isEmpty()) {
            bench.insertRun(end, rest.getFirst(), hashBefore(line, first));
            for (int i = 1; i < rest.size(); i++) {
                bench.insert(end + i, rest.get(i));
            }
        }
    }

    private long hashBefore(Standing line, int index) {
        if (index > 0) {
            return line.pending(index - 1).hash();
        }
        if (line.isPlaced() && line.place() > 0) {
            return chain.row(line.place() - 1).hash();
        }
        return line.baseHash();
    }

    /** Pending rows are dropped: where the chain lacks them, their place is disputed. */
    void markDropped(Standing line) {
        if (line.isUnstamped()) {
            rules.unstamped().end(line);
            return;
        }
        if (!line.hasPending()) {
            return;
        }
        int beginning = bench.beginning(line);
        int end = Math.max(beginning, chain.firstAfter(line.lastPending().millis() + bench.tolerance()));
        Difference difference = bench.difference(line.pending(), chain.rows(beginning, end));
        for (Row dropped : difference.onlyFirst()) {
            int behind = chain.firstAfter(dropped.millis());
            if (behind > 0 && !chain.isRunEnd(behind)) {
                chain.dispute(behind - 1);
                chain.dispute(behind);
                bench.count(Counter.DROPPED_ROWS_MARKED);
            }
        }
    }
}

package trifecta.market.arbitration;

import java.util.List;
import java.util.OptionalLong;
import trifecta.market.BookChange;
import trifecta.market.Times;

/**
 * Rule 1. A line brings its next row: it steps on if the chain's next row is the same, writes at once at the end of its run, and
 * keeps the row pending otherwise.
 */
final class NextRow {
    private final Bench bench;
    private final Chain chain;
    private final Rules rules;
    private final Limits limits;

    NextRow(Bench bench, Rules rules, Limits limits) {
        this.bench = bench;
        this.chain = bench.chain();
        this.rules = rules;
        this.limits = limits;
    }

    /**
     * Steps an aligned line over the chain's next row if it is this event. Nothing is allocated here: this is what happens to
     * all rows but the first line's.
     */
    boolean stepsOver(Standing line, BookChange change, boolean replacesBook, long millis) {
        if (!line.isAligned() || line.place() >= chain.size()) {
            return false;
        }
        Row next = chain.row(line.place());
        if (!next.sameContent(change, replacesBook)
                || bench.isAnotherClearing(line.place())
                || (Math.abs(next.millis() - millis) > bench.tolerance()
                        && Unstamped.hasTime(next)
                        && change.exchangeMicros() != Times.ABSENT)) {
            return false;
        }
        if (!Unstamped.hasTime(next) && next.millis() < millis) {
            chain.learnTime(line.place(), millis);
        }
        if (next.opensRun()) {
            chain.stitch(line.place());
            bench.count(Counter.STITCHES);
            bench.verify(line.place());
        }
        line.move(1);
        return true;
    }

    /** The line's next row, an event of its own or one it had pending. */
    void accept(Standing line, Row event) {
        if (stepsOver(line, event.change(), event.replacesBook(), event.millis())) {
            return;
        }
        if (line.isAligned() && chain.isRunEnd(line.place())) {
            int place = line.place();
            if (place > 0 && chain.row(place - 1).ended()) {
                line.stray();
                line.die();
                keep(line, event);
                return;
            }
            if (place == chain.size()
                    || event.millis() < chain.row(place).millis() - bench.tolerance()
                    || isClearing(chain.row(place))) {
                write(line, event);
                return;
            }
        }
        keep(line, event);
    }

    /** The exchange does not say when it replaced a book: a line without a break brings that event itself, behind its others. */
    private static boolean isClearing(Row head) {
        return head.replacesBook() && !Unstamped.hasTime(head);
    }

    /** Feeds rows one after the other: an earlier one may settle where the later ones belong. */
    void acceptAll(Standing line, List<Row> events) {
        for (Row event : events) {
            accept(line, event);
        }
    }

    private void keep(Standing line, Row event) {
        line.keep(event);
        rules.pendingRows().settle(line);
        if (line.pendingSize() > limits.pendingRowsMax()) {
            bench.count(Counter.SPANS_OVER_BOUND);
            OptionalLong _ = rules.spanEnd().apply(line);
        }
    }

    private void write(Standing line, Row event) {
        int place = line.place();
        Row row = bench.insert(place, event);
        line.move(1);
        Row before = place > 0 ? chain.row(place - 1) : null;
        if (before != null && !row.replacesBook() && row.change().hashBefore() != before.hash()) {
            bench.count(Counter.HASH_BREAKS);
        }
        Row finished = before != null && before.millis() < event.millis() ? before : null;
        for (Standing other : bench.lines()) {
            if (other != line && other.hasPending()) {
                if (other.isUnstamped()) {
                    rules.unstamped().settle(other);
                } else if (other.isJoining()) {
                    if (finished != null) {
                        joinAt(other, finished);
                    }
                } else {
                    meetAt(other, line, event);
                }
            }
        }
    }

    /** The chain has left the millisecond of a row: a line that is joining may have waited for it. */
    private void joinAt(Standing joining, Row finished) {
        long from = finished.millis() - bench.tolerance();
        long to = finished.millis() + bench.tolerance();
        int last = joining.pendingUpTo(to);
        for (int i = joining.pendingUpTo(from - 1); i < last && i < joining.pendingSize(); i++) {
            if (joining.pending(i).hash() == finished.hash() && rules.joining().meets(joining, i)) {
                return;
            }
        }
    }

    /** Another line wrote a row: a held line may have shown the same book at that time. */
    private void meetAt(Standing held, Standing writer, Row event) {
        long to = event.millis() + bench.tolerance();
        int last = held.pendingUpTo(to);
        for (int i = held.pendingUpTo(event.millis() - bench.tolerance() - 1); i < last; i++) {
            if (held.pending(i).hash() == event.hash()
                    && writer.isPlaced()
                    && held.place() < writer.place()
                    && rules.meeting().judge(held, writer.place() - 1, i, false)) {
                return;
            }
        }
    }
}

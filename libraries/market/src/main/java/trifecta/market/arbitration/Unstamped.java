package trifecta.market.arbitration;

import java.util.ArrayList;
import java.util.List;
import trifecta.market.Times;

/**
 * A line whose rows have no times that could be compared. It agrees by content and book hash alone, and only witnesses while a
 * line with comparable times lives on the market; alone it writes and opens runs, with absent times.
 */
final class Unstamped {
    /** Rows that have to agree at one place before a line is placed beside others: content recurs, 64 rows of it do not. */
    private static final int ROWS_TO_AGREE = 64;
    /** How far ahead the same book is looked for when the next rows differ. */
    private static final int WINDOW = 64;

    private static final int NOWHERE = -1;

    private final Bench bench;
    private final Chain chain;
    private final Rules rules;

    Unstamped(Bench bench, Rules rules) {
        this.bench = bench;
        this.chain = bench.chain();
        this.rules = rules;
    }

    static boolean hasTime(Row row) {
        return row.change().exchangeMicros() != Times.ABSENT;
    }

    /** The line's next row. */
    void accept(Standing line, Row event) {
        line.keep(event);
        settle(line);
    }

    /** Looks at the chain again: a row was written, a line came or went. */
    void settle(Standing line) {
        if (!line.hasPending()) {
            return;
        }
        if (line.isJoining()) {
            join(line);
        }
        boolean moved = true;
        while (moved && line.isPlaced() && line.hasPending()) {
            moved = follow(line) || meet(line);
        }
        if (line.hasPending() && line.isPlaced()) {
            bench.count(Counter.UNSTAMPED_HELD);
        }
    }

    private boolean mayWrite(Standing line) {
        for (Standing other : bench.lines()) {
            if (other != line && other.isUp() && other.isStamped()) {
                return false;
            }
        }
        return true;
    }

    /** Steps over equal rows and writes at the end of the run, as far as it goes. */
    private boolean follow(Standing line) {
        boolean mayWrite = mayWrite(line);
        boolean wrote = false;
        int done = 0;
        while (done < line.pendingSize()) {
            Row own = line.pending(done);
            int place = line.place();
            if (place < chain.size() && chain.row(place).sameContent(own)) {
                if (chain.opensRun(place)) {
                    chain.stitch(place);
                    bench.count(Counter.STITCHES);
                    bench.verify(place);
                }
            } else if (mayWrite
                    && chain.isRunEnd(place)
                    && !(place > 0 && chain.row(place - 1).ended())) {
                bench.insert(place, own);
                wrote = true;
            } else {
                break;
            }
            line.move(line.place() == place ? 1 : 0);
            done++;
        }
        line.pending().subList(0, done).clear();
        if (wrote) {
            rules.win().lookAgain(line);
        }
        return done > 0;
    }

    private void join(Standing line) {
        boolean mayWrite = mayWrite(line);
        if (!mayWrite && line.pendingSize() % ROWS_TO_AGREE != 0) {
            return;
        }
        int place = placeOf(line.pending(), 0, mayWrite);
        if (place != NOWHERE) {
            List<Row> rest = line.takePending();
            line.align(place);
            rest.forEach(line::keep);
        } else if (mayWrite && line.hasBase()) {
            List<Row> rest = line.takePending();
            long base = line.baseHash();
            bench.insertRun(chain.size(), rest.getFirst(), base);
            line.align(chain.size());
            rest.subList(1, rest.size()).forEach(line::keep);
        }
    }

    /**
     * Where rows begin in the chain: they are equal as far as both go.
     *
     * @param from no place before this one
     * @param few whether fewer rows suffice, and the latest of several places will do
     */
    private int placeOf(List<Row> rows, int from, boolean few) {
        int found = NOWHERE;
        for (int at = from; at < chain.size(); at++) {
            int equal = 0;
            while (equal < rows.size()
                    && at + equal < chain.size()
                    && chain.row(at + equal).sameContent(rows.get(equal))) {
                equal++;
            }
            boolean whole = equal == rows.size() || at + equal == chain.size();
            if (whole && (few || equal >= ROWS_TO_AGREE)) {
                if (found != NOWHERE && !few) {
                    return NOWHERE;
                }
                found = at;
            }
        }
        return found;
    }

    /**
     * A line with times joins where a line without them has written: only content tells what both have.
     *
     * @return whether it found its place there
     */
    boolean joinsTail(Standing stamped, int end) {
        int from = end;
        while (from > 0 && !hasTime(chain.row(from - 1))) {
            from--;
        }
        if (from == end) {
            return false;
        }
        int place = placeOf(stamped.pending(), from, true);
        if (place == NOWHERE) {
            return false;
        }
        List<Row> rest = stamped.takePending();
        stamped.align(place);
        rules.nextRow().acceptAll(stamped, rest);
        return true;
    }

    /** The next rows differ, but both lead to the same book soon: judged as whole milliseconds are, without their times. */
    private boolean meet(Standing line) {
        int from = line.place();
        int to = Math.min(chain.size(), from + WINDOW);
        int own = Math.min(line.pendingSize(), WINDOW);
        for (int at = from; at < to; at++) {
            for (int i = 0; i < own; i++) {
                if (chain.row(at).hash() == line.pending(i).hash()) {
                    judge(line, at, i);
                    return true;
                }
            }
        }
        return false;
    }

    private void judge(Standing line, int at, int index) {
        int from = line.place();
        List<Row> own = new ArrayList<>(line.pending().subList(0, index + 1));
        List<Row> rest = line.pendingBehind(index);
        Difference difference = Difference.between(chain.rows(from, at + 1), own, false);
        boolean gapInside = chain.anyOpensRun(from + 1, at + 1);
        boolean gap = gapInside || chain.opensRun(from);
        int aligned = at + 1;
        if (difference.isNone() && !gapInside) {
            rules.meeting().samePath(from, at + 1, gap);
        } else if (difference.firstHoldsAll() && !gap) {
            bench.count(Counter.ZERO_NET_LACKED);
        } else if (gap && difference.secondHoldsAll() && !chain.anyVerified(from, at)) {
            aligned = rules.meeting().bridge(from, at, timed(own, from, at), true, false);
        } else {
            bench.count(Counter.DISPUTED_MEETINGS);
            chain.dispute(from, at + 1);
        }
        line.align(aligned);
        rest.forEach(line::keep);
        rules.win().lookAgain(line);
    }

    /** The line's rows, those that the chain has as well with their times; the others at the time of the row before. */
    private List<Row> timed(List<Row> own, int from, int at) {
        List<Row> known = new ArrayList<>(chain.rows(from, at + 1));
        List<Row> timed = new ArrayList<>(own.size());
        long millis = from > 0 ? chain.row(from - 1).millis() : known.getFirst().millis();
        for (Row row : own) {
            Row best = row;
            for (int i = 0; i < known.size(); i++) {
                if (known.get(i).sameContent(row)) {
                    best = known.remove(i);
                    break;
                }
            }
            millis = Math.max(millis, best.millis());
            Row copy = new Row(best.change(), best.replacesBook(), best.origin(), millis);
            timed.add(copy);
        }
        return timed;
    }

    /** The line's rows are dropped: their place is in doubt where the chain goes on. */
    void markDropped(Standing line) {
        if (line.isPlaced() && line.hasPending() && line.place() > 0 && !chain.isRunEnd(line.place())) {
            chain.dispute(line.place() - 1);
            chain.dispute(line.place());
            bench.count(Counter.DROPPED_ROWS_MARKED);
        }
    }
}

package trifecta.market.arbitration;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a line without comparable times meets the chain again after rows that differ. One equal book is no meeting, books come again: while
 * more is to come 16 rows have to agree; when nothing more will come, they meet where most agree, of such places at the one received nearest
 * in time.
 */
final class UnstampedMeeting {
    /** How far ahead the same book is looked for when the next rows differ. */
    private static final int WINDOW = 64;
    /** Rows behind a meeting that show that it is none by chance. */
    private static final int ROWS_TO_TRUST = 4;

    private final Bench bench;
    private final Chain chain;
    private final Rules rules;
    private final ContentMatch match;

    UnstampedMeeting(Bench bench, Rules rules, ContentMatch match) {
        this.bench = bench;
        this.chain = bench.chain();
        this.rules = rules;
        this.match = match;
    }

    /**
     * The next rows differ, but both lead to the same book soon: judged as whole milliseconds are, without their times. The same book comes
     * again and again: they meet where most of what follows agrees.
     *
     * @param now no more rows will tell: as far as both go is enough
     */
    boolean meet(Standing line, boolean now) {
        int from = line.place();
        int to = Math.min(chain.size(), from + WINDOW);
        int own = Math.min(line.pendingSize(), WINDOW);
        int bestAt = -1;
        int bestOwn = -1;
        int most = now ? 0 : Unstamped.ROWS_TO_MEET - 1;
        for (int skipped = 0; skipped < to - from + own; skipped++) {
            for (int at = Math.max(from, from + skipped - own + 1); at < to && at <= from + skipped; at++) {
                int i = skipped - (at - from);
                if (chain.row(at).hash() == line.pending(i).hash()) {
                    int equal = match.equalBehind(line.pending(), i, at);
                    boolean whole = i + 1 + equal == line.pendingSize() || at + 1 + equal == chain.size();
                    boolean more = equal + 1 > most
                            || (bestAt >= 0 && equal + 1 == most && apart(line, i, at) < apart(line, bestOwn, bestAt));
                    if (more
                            && (whole || equal + 1 >= Unstamped.ROWS_TO_MEET)
                            && (equal >= ROWS_TO_TRUST || isConsistent(line, at, i, equal))) {
                        most = equal + 1;
                        bestAt = at;
                        bestOwn = i;
                    }
                }
            }
        }
        if (bestAt >= 0) {
            judge(line, bestAt, bestOwn);
        }
        return bestAt >= 0;
    }

    /**
     * One side has all that the other one has, and if they are not the same rows something behind agrees too: otherwise the same book alone
     * says nothing.
     */
    private boolean isConsistent(Standing line, int at, int index, int equalBehind) {
        Difference difference = Difference.between(
                chain.rows(line.place(), at + 1), line.pending().subList(0, index + 1), Difference.UNTIMED);
        boolean last = index + 1 == line.pendingSize();
        return difference.isNone()
                || ((difference.firstHoldsAll() || difference.secondHoldsAll())
                        && (equalBehind > 0 || (last && chain.row(at).sameContent(line.pending(index)))));
    }

    private void judge(Standing line, int at, int index) {
        int from = line.place();
        List<Row> own = new ArrayList<>(line.pending().subList(0, index + 1));
        List<Row> rest = line.pendingBehind(index);
        Difference difference = Difference.between(chain.rows(from, at + 1), own, Difference.UNTIMED);
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

    /**
     * The line's rows, those that the chain has as well with their times; the others at the time of the row before. Both end with the same
     * book, so they are compared from there.
     */
    private List<Row> timed(List<Row> own, int from, int at) {
        List<Row> known = new ArrayList<>(chain.rows(from, at + 1));
        Row[] rows = own.toArray(Row[]::new);
        for (int i = rows.length - 1; i >= 0; i--) {
            for (int k = known.size() - 1; k >= 0; k--) {
                if (known.get(k).sameContent(rows[i])) {
                    rows[i] = known.remove(k);
                    break;
                }
            }
        }
        long millis = from > 0 ? chain.row(from - 1).millis() : chain.row(from).millis();
        List<Row> timed = new ArrayList<>(rows.length);
        for (Row row : rows) {
            millis = Math.max(millis, row.millis());
            timed.add(new Row(row.change(), row.replacesBook(), row.origin(), millis));
        }
        return timed;
    }

    private long apart(Standing line, int index, int at) {
        return Receipt.distance(line.pending(index), chain.row(at));
    }
}

package trifecta.market.arbitration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import trifecta.market.Times;

/**
 * A line whose rows have no times that could be compared. It agrees by content and book hash, and only witnesses while a line with
 * comparable times lives on the market; alone it writes and opens runs, with absent times.
 *
 * <p>Books and contents come again, so one equal book is no meeting. While more is to come it is placed, or meets the chain
 * again, where 16 rows agree; when nothing more will come, where most agree, of such places the one received nearest in time.
 *
 * <p>It never writes what the chain covers: rows received before the chain's last one there, and rows whose steps are the
 * chain's last ones there or the first ones behind a gap, on whatever book. So a line that lost a message, and says the same on wrong
 * books, doubles nothing. What it has in a gap goes into the gap when its span ends, though others live. What it has to drop
 * and the chain lacks is marked; what its own snapshot refutes is dropped.
 *
 * <p>It crosses a gap only with rows on both sides of it. One that begins with a run's head has nothing before it: the gap stays.
 */
final class Unstamped {
    /** A line with times that finds itself nowhere in so many rows opens a run of its own. */
    private static final int ROWS_TO_GIVE_UP = 4 * ContentMatch.ROWS_TO_AGREE;
    /** How far ahead the same book is looked for when the next rows differ. */
    private static final int WINDOW = 64;
    /** Steps that have to be the same, whatever the books they are made on. */
    private static final int STEPS_TO_COVER = 2;
    /** Rows behind a meeting that show that it is none by chance. */
    private static final int ROWS_TO_TRUST = 4;
    /** Rows that have to agree where both meet while more are to come. */
    private static final int ROWS_TO_MEET = 16;

    private final Bench bench;
    private final Chain chain;
    private final Rules rules;
    private final ContentMatch match;

    Unstamped(Bench bench, Rules rules) {
        this.bench = bench;
        this.chain = bench.chain();
        this.rules = rules;
        this.match = new ContentMatch(chain);
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
        settle(line, false);
    }

    private void settle(Standing line, boolean ended) {
        if (!line.hasPending()) {
            return;
        }
        if (line.isJoining()) {
            join(line);
        }
        boolean moved = true;
        while (moved && line.isPlaced() && line.hasPending()) {
            moved = follow(line) || meet(line, ended || mayWrite(line));
        }
        if (line.hasPending() && line.isPlaced()) {
            bench.count(Counter.UNSTAMPED_HELD);
        }
    }

    /**
     * No line with times writes or is about to. One that has rows and no place yet looks for it among those without times: it waits for
     * this line to write on.
     */
    private boolean mayWrite(Standing line) {
        for (Standing other : bench.lines()) {
            if (other != line && other.isUp() && other.isStamped() && (other.isPlaced() || !other.hasPending())) {
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
            } else if (mayWrite && place == chain.size() && !isEnded(place)) {
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
        if (othersWrite(line) || !mayWrite(line)) {
            Optional<ContentMatch.Place> found =
                    line.hasBase() && (line.pendingSize() < ContentMatch.ROWS_TO_AGREE || isTimeToLook(line))
                            ? match.fromFirstRow(line.pending(), line.baseHash())
                            : Optional.empty();
            if (found.isEmpty() && isTimeToLook(line)) {
                found = match.certain(line.pending());
            }
            if (found.isEmpty()
                    && line.pendingSize() >= ROWS_TO_MEET
                    && line.pendingSize() % ContentMatch.STRIDE == 0) {
                found = match.near(line.pending(), ROWS_TO_MEET, ContentMatch.STALL_MICROS);
            }
            found.ifPresent(place -> settleAt(line, place));
            return;
        }
        Optional<ContentMatch.Place> place = match.likely(line.pending(), 0, line.baseHash());
        if (place.isPresent()) {
            settleAt(line, place.get());
        } else {
            openRun(line);
        }
    }

    /**
     * A joining line finds itself nowhere and nobody else writes: what it received behind all that the chain has becomes a run. What it
     * received before the chain's last row is in the chain, if anywhere.
     */
    private void openRun(Standing line) {
        if (!line.hasBase()
                || (chain.size() > 0 && receivedApart(line.lastPending(), chain.row(chain.size() - 1)) < 0)) {
            return;
        }
        int covered = coveredBefore(line.pending(), chain.size());
        if (covered == line.pendingSize()) {
            return;
        }
        List<Row> rows = line.takePending();
        long base = covered == 0 ? line.baseHash() : rows.get(covered - 1).hash();
        markLacking(rows.subList(0, covered));
        bench.insertRun(chain.size(), rows.get(covered), base);
        line.align(chain.size());
        rows.subList(covered + 1, rows.size()).forEach(line::keep);
    }

    private static boolean isTimeToLook(Standing line) {
        return line.pendingSize() >= ContentMatch.ROWS_TO_AGREE && line.pendingSize() % ContentMatch.STRIDE == 0;
    }

    /** Another live line agrees with the chain: it is being written, and this one has to find its place in it. */
    private boolean othersWrite(Standing line) {
        for (Standing other : bench.lines()) {
            if (other != line && other.isUp() && other.isPlaced()) {
                return true;
            }
        }
        return false;
    }

    /**
     * A line with times joins where a line without them writes: only content tells what both have.
     *
     * @return false when the line may open a run
     */
    boolean joinsTail(Standing stamped) {
        int beginning = bench.beginning(stamped);
        int from = tail(beginning);
        if (from == beginning) {
            return false;
        }
        Optional<ContentMatch.Place> place;
        if (othersWrite(stamped)) {
            boolean wait = stamped.pendingSize() < ROWS_TO_GIVE_UP;
            if (!isTimeToLook(stamped)) {
                return wait;
            }
            place = match.certain(stamped.pending());
            if (place.isEmpty()) {
                return wait;
            }
        } else {
            place = match.likely(stamped.pending(), from, stamped.baseHash());
        }
        place.ifPresent(found -> placeStamped(stamped, found));
        return place.isPresent();
    }

    /**
     * The span of a line with times ends while it looks for its place among rows without. Where nothing of it is among them, it
     * becomes a run of its own; else the place is in doubt.
     */
    void endsInTail(Standing stamped) {
        int beginning = bench.beginning(stamped);
        int from = tail(beginning);
        if (from == beginning) {
            return;
        }
        Optional<ContentMatch.Place> place =
                match.certain(stamped.pending()).or(() -> match.likely(stamped.pending(), from, stamped.baseHash()));
        if (place.isPresent()) {
            placeStamped(stamped, place.get());
        } else if (chain.rows(from, beginning).stream()
                .anyMatch(row -> stamped.pending().stream().anyMatch(row::sameStep))) {
            chain.dispute(from, beginning);
        } else if (stamped.hasBase() && beginning == chain.size()) {
            List<Row> rest = stamped.takePending();
            bench.insertRun(beginning, rest.removeFirst(), stamped.baseHash());
            stamped.align(beginning + 1);
            rules.nextRow().acceptAll(stamped, rest);
        }
    }

    /** The rows before those that a joining line has too have no times: times say nothing of what both have. */
    boolean isInTail(Standing stamped) {
        int beginning = bench.beginning(stamped);
        return beginning > 0 && !hasTime(chain.row(beginning - 1));
    }

    /** Where the rows without times begin that end at a position. */
    private int tail(int end) {
        int from = end;
        while (from > 0 && !hasTime(chain.row(from - 1))) {
            from--;
        }
        return from;
    }

    private void placeStamped(Standing stamped, ContentMatch.Place place) {
        settleAt(stamped, place);
        rules.nextRow().acceptAll(stamped, stamped.takePending());
    }

    /**
     * Stands where it agrees with the chain. What it alone has before a run's head belongs in front of that run: behind the chain's rows
     * before the head that it has too, else what it received later than them.
     */
    private void settleAt(Standing line, ContentMatch.Place place) {
        List<Row> rows = line.takePending();
        int at = place.at();
        int index = place.index();
        List<Row> before = rows.subList(0, index);
        Row head = chain.row(at);
        boolean crosses = line.hasBase()
                && !before.isEmpty()
                && head.opensRun()
                && head.baseHash() == before.getLast().hash();
        int filled = crosses ? fillBefore(at, before, line.baseHash()) : at;
        if (!crosses) {
            markLacking(before);
        }
        if (head.opensRun() && filled == at && !(crosses && match.sharedBefore(before, at) > 0)) {
            filled++; // it has nothing of what is before that run: it crossed no gap
            index++;
        }
        at = filled;
        line.align(at);
        rows.subList(index, rows.size()).forEach(line::keep);
    }

    /** @return where the head is then */
    private int fillBefore(int head, List<Row> rows, long base) {
        int shared = match.sharedBefore(rows, head);
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

    /** A snapshot refuted the run that ends before a position: nobody extends it. */
    private boolean isEnded(int place) {
        return place > 0 && chain.row(place - 1).ended();
    }

    /**
     * The next rows differ, but both lead to the same book soon: judged as whole milliseconds are, without their times. The same book comes
     * again and again: they meet where most of what follows agrees.
     *
     * @param now no more rows will tell: as far as both go is enough
     */
    private boolean meet(Standing line, boolean now) {
        int from = line.place();
        int to = Math.min(chain.size(), from + WINDOW);
        int own = Math.min(line.pendingSize(), WINDOW);
        int bestAt = -1;
        int bestOwn = -1;
        int most = now ? 0 : ROWS_TO_MEET - 1;
        for (int skipped = 0; skipped < to - from + own; skipped++) {
            for (int at = Math.max(from, from + skipped - own + 1); at < to && at <= from + skipped; at++) {
                int i = skipped - (at - from);
                if (chain.row(at).hash() == line.pending(i).hash()) {
                    int equal = match.equalBehind(line.pending(), i, at);
                    boolean whole = i + 1 + equal == line.pendingSize() || at + 1 + equal == chain.size();
                    boolean more = equal + 1 > most
                            || (bestAt >= 0
                                    && equal + 1 == most
                                    && receivedApart(line, i, at) < receivedApart(line, bestOwn, bestAt));
                    if (more
                            && (whole || equal + 1 >= ROWS_TO_MEET)
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

    /**
     * The line's span ends. What it has behind the chain's end becomes the chain: a line with times that is slower finds the
     * same rows there. What it has in a gap goes there. What it has elsewhere is dropped, the place in doubt.
     */
    void end(Standing line) {
        if (line.isJoining() && line.hasPending()) {
            match.certain(line.pending())
                    .or(() -> match.likely(line.pending(), 0, line.baseHash()))
                    .ifPresent(place -> settleAt(line, place));
        }
        settle(line, true);
        if (line.isPlaced() && line.hasPending() && chain.isRunEnd(line.place()) && !isEnded(line.place())) {
            fill(line);
        }
        if (line.hasPending() && !fillLaterGap(line) && line.isJoining() && mayWrite(line)) {
            openRun(line);
            settle(line, true);
        }
        drop(line);
    }

    /** The line's pending rows go: they are refuted, or in no place that is sure. */
    void drop(Standing line) {
        if (line.hasPending()) {
            markDropped(line);
            line.takePending();
        }
    }

    /**
     * The head before which a line's rows belong that found themselves nowhere: they lead to the book under it, or were received in between.
     * The chain's size when there is none.
     */
    private int gapOf(List<Row> rows) {
        Row first = rows.getFirst();
        Row last = rows.getLast();
        for (int at = chain.size() - 1; at > 0; at--) {
            Row head = chain.row(at);
            boolean leadsTo = head.opensRun()
                    && head.baseHash() == last.hash()
                    && Math.abs(receivedApart(last, head)) <= ContentMatch.STALL_MICROS;
            if (leadsTo
                    || (head.opensRun()
                            && receivedApart(last, head) < 0
                            && receivedApart(first, chain.row(at - 1)) > 0)) {
                return at;
            }
        }
        return chain.size();
    }

    /** What a line has behind rows that it does not agree with may still belong into a later gap. */
    private boolean fillLaterGap(Standing line) {
        int gap = gapOf(line.pending());
        if (gap == chain.size() || (line.isPlaced() && gap <= line.place())) {
            return false;
        }
        List<Row> rows = line.takePending();
        int count = countBefore(rows, gap);
        fillBefore(gap, rows.subList(0, count), rows.getFirst().change().hashBefore());
        markLacking(rows.subList(count, rows.size()));
        return true;
    }

    private void fill(Standing line) {
        int place = line.place();
        int count = place == chain.size() ? line.pendingSize() : countBefore(line.pending(), place);
        List<Row> rows = line.takePending();
        for (Row row : rows.subList(0, count)) {
            bench.insert(place++, row);
        }
        line.align(place);
        rows.subList(count, rows.size()).forEach(line::keep);
    }

    /**
     * How many of a line's rows belong before a run: those before the steps with which it begins, whatever the books they are made on; where
     * there are none, all if they lead to the book under it, else those received before it.
     */
    private int countBefore(List<Row> rows, int place) {
        Row head = chain.row(place);
        int most = 0;
        int best = -1;
        int end = Math.min(chain.runEnd(place), place + WINDOW);
        for (int at = place; at < end; at++) {
            for (int i = 0; i < rows.size(); i++) {
                int equal = equalSteps(rows, i, at);
                if (equal > most
                        && (i + equal == rows.size() || equal >= ROWS_TO_MEET)
                        && isSameTime(rows.get(i), chain.row(at), equal)) {
                    most = equal;
                    best = i;
                }
            }
        }
        if (best >= 0) {
            return best;
        }
        if (rows.getLast().hash() == head.baseHash()
                && Math.abs(receivedApart(rows.getLast(), head)) <= ContentMatch.STALL_MICROS) {
            return rows.size();
        }
        int count = 0;
        while (count < rows.size() && receivedApart(rows.get(count), head) < 0) {
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
        while (covered < rows.size() && receivedApart(rows.get(covered), chain.row(position - 1)) < 0) {
            covered++;
        }
        long earliest = rows.getFirst().origin().receivedAtMicros() - ContentMatch.STALL_MICROS;
        int most = 0;
        for (int at = position - 1; at >= 0 && chain.row(at).origin().receivedAtMicros() >= earliest; at--) {
            for (int i = 0; i < rows.size(); i++) {
                int equal = Math.min(position - at, equalSteps(rows, i, at));
                boolean whole = i + equal == rows.size() || at + equal == position;
                if (equal > most && (whole || equal >= ROWS_TO_MEET) && isSameTime(rows.get(i), chain.row(at), equal)) {
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
        return Math.abs(receivedApart(row, other))
                <= (equalSteps >= STEPS_TO_COVER ? ContentMatch.STALL_MICROS : ContentMatch.SAME_MICROS);
    }

    private int equalSteps(List<Row> rows, int index, int at) {
        int equal = 0;
        while (index + equal < rows.size()
                && at + equal < chain.size()
                && chain.row(at + equal).sameStep(rows.get(index + equal))
                && ContentMatch.mayBeSame(chain.row(at + equal), rows.get(index + equal))) {
            equal++;
        }
        return equal;
    }

    private long receivedApart(Standing line, int index, int at) {
        return Math.abs(receivedApart(line.pending(index), chain.row(at)));
    }

    private static long receivedApart(Row row, Row other) {
        return row.origin().receivedAtMicros() - other.origin().receivedAtMicros();
    }

    private void markDropped(Standing line) {
        if (line.isPlaced()) {
            if (line.place() > 0 && !chain.isRunEnd(line.place())) {
                chain.dispute(line.place() - 1);
                chain.dispute(line.place());
                bench.count(Counter.DROPPED_ROWS_MARKED);
            }
        } else {
            markLacking(line.pending());
        }
    }

    /** Rows that are in no place: where the chain lacks their steps at the time they were received, it is in doubt. */
    private void markLacking(List<Row> rows) {
        if (rows.isEmpty() || chain.size() == 0) {
            return;
        }
        long first = rows.getFirst().origin().receivedAtMicros() - ContentMatch.STALL_MICROS;
        long last = rows.getLast().origin().receivedAtMicros() + ContentMatch.STALL_MICROS;
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
            while (at < to && receivedApart(chain.row(at), lacked) < 0) {
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

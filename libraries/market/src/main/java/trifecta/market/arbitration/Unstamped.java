package trifecta.market.arbitration;

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
    /** Rows that have to agree where both meet while more are to come. */
    static final int ROWS_TO_MEET = 16;

    private final Bench bench;
    private final Chain chain;
    private final Rules rules;
    private final ContentMatch match;
    private final UnstampedMeeting meeting;

    Unstamped(Bench bench, Rules rules, ContentMatch match) {
        this.bench = bench;
        this.chain = bench.chain();
        this.rules = rules;
        this.match = match;
        this.meeting = new UnstampedMeeting(bench, rules, match);
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
            moved = follow(line) || meeting.meet(line, ended || mayWrite(line));
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
            if (other != line
                    && other.isUp()
                    && other.isStamped()
                    && (other.isPlaced() || !other.hasPending())
                    && !cameAfterClearing(other, line)) {
                return false;
            }
        }
        return true;
    }

    /**
     * All that a line has is that the exchange replaced the book, and the other's span begins on what that left: the other will never
     * bring it, and after the close it may never bring anything.
     */
    private static boolean cameAfterClearing(Standing other, Standing line) {
        return other.isJoining()
                && other.hasBase()
                && isClearing(line)
                && other.baseHash() == line.firstPending().hash();
    }

    /** All that it has is that the exchange replaced the book, which is an event of its own wherever it belongs. */
    private static boolean isClearing(Standing line) {
        return line.pendingSize() == 1 && line.firstPending().replacesBook();
    }

    /** Steps over equal rows and writes at the end of the run, as far as it goes. */
    private boolean follow(Standing line) {
        boolean mayWrite = mayWrite(line);
        boolean wrote = false;
        int done = 0;
        while (done < line.pendingSize()) {
            Row own = line.pending(done);
            int place = line.place();
            if (place < chain.size() && chain.row(place).sameContent(own) && !bench.isAnotherClearing(place)) {
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
                found = match.near(line.pending(), ROWS_TO_MEET, Receipt.STALL_MICROS);
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
                || (chain.size() > 0 && Receipt.apart(line.lastPending(), chain.row(chain.size() - 1)) < 0)) {
            return;
        }
        int covered = rules.gaps().coveredBefore(line.pending(), chain.size());
        if (covered == line.pendingSize()) {
            return;
        }
        List<Row> rows = line.takePending();
        long base = covered == 0 ? line.baseHash() : rows.get(covered - 1).hash();
        rules.gaps().markLacking(rows.subList(0, covered));
        bench.insertRun(chain.size(), rows.get(covered), base);
        line.align(chain.size());
        rows.subList(covered + 1, rows.size()).forEach(line::keep);
    }

    static boolean isTimeToLook(Standing line) {
        return line.pendingSize() >= ContentMatch.ROWS_TO_AGREE && line.pendingSize() % ContentMatch.STRIDE == 0;
    }

    /** Another live line agrees with the chain: it is being written, and this one has to find its place in it. */
    boolean othersWrite(Standing line) {
        for (Standing other : bench.lines()) {
            if (other != line && other.isUp() && other.isPlaced()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Stands where it agrees with the chain. What it alone has before a run's head belongs in front of that run: behind the chain's rows
     * before the head that it has too, else what it received later than them.
     */
    void settleAt(Standing line, ContentMatch.Place place) {
        List<Row> rows = line.takePending();
        int at = place.at();
        int index = place.index();
        List<Row> before = rows.subList(0, index);
        Row head = chain.row(at);
        boolean crosses = line.hasBase()
                && !before.isEmpty()
                && head.opensRun()
                && head.baseHash() == before.getLast().hash();
        int shared = crosses ? match.sharedBefore(before, at) : 0;
        int filled = at;
        if (crosses) {
            filled = rules.gaps().fillBefore(at, before, shared, line.baseHash());
        } else {
            rules.gaps().markLacking(before);
        }
        if (head.opensRun() && filled == at && shared == 0) {
            filled++; // it has nothing of what is before that run: it crossed no gap
            index++;
        }
        line.align(filled);
        rows.subList(index, rows.size()).forEach(line::keep);
    }

    /** A snapshot refuted the run that ends before a position: nobody extends it. */
    private boolean isEnded(int place) {
        return place > 0 && chain.row(place - 1).ended();
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
        if (line.hasPending() && !fillLaterGap(line) && line.isJoining() && (mayWrite(line) || isClearing(line))) {
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

    /** What a line has behind rows that it does not agree with may still belong into a later gap. */
    private boolean fillLaterGap(Standing line) {
        int gap = rules.gaps().gapOf(line.pending());
        if (gap == chain.size() || (line.isPlaced() && gap <= line.place())) {
            return false;
        }
        // a replaced book does not tell on which one it was made
        boolean told = !line.firstPending().replacesBook() || !line.hasBase();
        long base = told ? line.firstPending().change().hashBefore() : line.baseHash();
        List<Row> rows = line.takePending();
        int count = rules.gaps().countBefore(rows, gap);
        List<Row> before = rows.subList(0, count);
        rules.gaps().fillBefore(gap, before, match.sharedBefore(before, gap), base);
        rules.gaps().markLacking(rows.subList(count, rows.size()));
        return true;
    }

    private void fill(Standing line) {
        int place = line.place();
        int count = place == chain.size() ? line.pendingSize() : rules.gaps().countBefore(line.pending(), place);
        List<Row> rows = line.takePending();
        for (Row row : rows.subList(0, count)) {
            bench.insert(place++, row);
        }
        line.align(place);
        rows.subList(count, rows.size()).forEach(line::keep);
    }

    private void markDropped(Standing line) {
        if (line.isPlaced()) {
            if (line.place() > 0 && !chain.isRunEnd(line.place())) {
                chain.dispute(line.place() - 1);
                chain.dispute(line.place());
                bench.count(Counter.DROPPED_ROWS_MARKED);
            }
        } else {
            rules.gaps().markLacking(line.pending());
        }
    }
}

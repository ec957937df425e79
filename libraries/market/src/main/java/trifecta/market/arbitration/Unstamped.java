package trifecta.market.arbitration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import trifecta.market.Times;

/**
 * A line whose rows have no times that could be compared. It agrees by content and book hash alone, and only witnesses while a
 * line with comparable times lives on the market; alone it writes and opens runs, with absent times.
 */
final class Unstamped {
    /** A line with times that finds itself nowhere in so many rows opens a run of its own. */
    private static final int ROWS_TO_GIVE_UP = 4 * ContentMatch.ROWS_TO_AGREE;
    /** How far ahead the same book is looked for when the next rows differ. */
    private static final int WINDOW = 64;

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
            if (other != line && other.isUp() && other.isStamped() && other.isPlaced()) {
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
        if (othersWrite(line)) {
            Optional<ContentMatch.Place> found =
                    line.hasBase() && (line.pendingSize() < ContentMatch.ROWS_TO_AGREE || isTimeToLook(line))
                            ? match.fromFirstRow(line.pending(), line.baseHash())
                            : Optional.empty();
            if (found.isEmpty() && isTimeToLook(line)) {
                found = match.certain(line.pending());
            }
            found.ifPresent(place -> settleAt(line, place));
            return;
        }
        Optional<ContentMatch.Place> place = match.likely(line.pending(), 0, line.baseHash());
        if (place.isPresent()) {
            settleAt(line, place.get());
        } else if (line.hasBase()) {
            List<Row> rest = line.takePending();
            bench.insertRun(chain.size(), rest.removeFirst(), line.baseHash());
            line.align(chain.size());
            rest.forEach(line::keep);
        }
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

    /** Stands where it agrees with the chain. What it alone has before a run's head belongs in front of that run. */
    private void settleAt(Standing line, ContentMatch.Place place) {
        List<Row> rows = line.takePending();
        List<Row> before = rows.subList(0, place.index());
        int at = place.at();
        if (!before.isEmpty()) {
            Row head = chain.row(at);
            if (line.hasBase()
                    && head.opensRun()
                    && head.baseHash() == before.getLast().hash()) {
                bench.insertRun(at++, before.getFirst(), line.baseHash());
                for (Row row : before.subList(1, before.size())) {
                    bench.insert(at++, row);
                }
            } else {
                chain.dispute(at);
            }
        }
        line.align(at);
        rows.subList(place.index(), rows.size()).forEach(line::keep);
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

    /**
     * The line's span ends. What it has behind the chain's end becomes the chain: a line with times that is slower finds the
     * same rows there. What it has elsewhere is dropped, the place in doubt.
     */
    void end(Standing line) {
        if (line.isJoining() && line.hasPending()) {
            match.certain(line.pending())
                    .or(() -> match.likely(line.pending(), 0, line.baseHash()))
                    .ifPresent(place -> settleAt(line, place));
        }
        settle(line);
        if (line.isPlaced()
                && line.place() == chain.size()
                && !(line.place() > 0 && chain.row(line.place() - 1).ended())) {
            for (Row row : line.takePending()) {
                bench.insert(chain.size(), row);
                line.standAt(chain.size());
            }
        }
        markDropped(line);
    }

    private void markDropped(Standing line) {
        if (line.isPlaced() && line.hasPending() && line.place() > 0 && !chain.isRunEnd(line.place())) {
            chain.dispute(line.place() - 1);
            chain.dispute(line.place());
            bench.count(Counter.DROPPED_ROWS_MARKED);
        }
    }
}

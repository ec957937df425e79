package trifecta.market.arbitration;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;

/** The chain and the lines' standings together: the questions that the rules share, and changes that move places. */
final class Bench {
    /** Of more pending rows the chain is taken to lack the first. */
    private static final int PENDING_COMPARED_MOST = 256;

    private static final long MICROS_PER_MILLI = 1_000;

    private final Chain chain;
    private final Standing[] lines;
    private final ChangeLog log;
    private final Statistics statistics;
    /** Milliseconds by which equal times may differ: 0, or 1 when a line's stamps had to be corrected. */
    private long tolerance;

    Bench(int lines, Statistics statistics) {
        this.log = new ChangeLog();
        this.chain = new Chain(log);
        this.statistics = statistics;
        this.lines = new Standing[lines];
        for (int i = 0; i < lines; i++) {
            this.lines[i] = new Standing(i);
        }
    }

    Chain chain() {
        return chain;
    }

    Standing[] lines() {
        return lines;
    }

    Standing line(int index) {
        return lines[index];
    }

    ChangeLog log() {
        return log;
    }

    long tolerance() {
        return tolerance;
    }

    void tolerance(long millis) {
        tolerance = millis;
    }

    /**
     * Whether there is a pause between two times: no row can be at both, whichever line it is of. Each line's time of a row is within
     * the tolerance of the other lines', so that a pause of one line may be shorter, by the tolerance on either side, on another.
     */
    boolean isPause(long earlierMillis, long laterMillis) {
        return laterMillis > earlierMillis + 2 * tolerance;
    }

    void count(Counter counter) {
        statistics.add(counter);
    }

    Difference difference(List<Row> first, List<Row> second) {
        return Difference.between(first, second, tolerance);
    }

    /**
     * Where a line's pending rows begin: its place or, while it is joining, the first row that it has too of its first
     * millisecond, else the end of that millisecond.
     */
    int beginning(Standing line) {
        if (line.isPlaced()) {
            return line.place();
        }
        long first = line.firstPending().millis();
        List<Row> own = line.pending().subList(0, line.pendingUpTo(first + tolerance));
        int to = chain.firstAfter(first + tolerance);
        for (int at = chain.firstAt(first - tolerance); at < to; at++) {
            if (hasStep(own, chain.row(at))) {
                return at;
            }
        }
        return to;
    }

    private static boolean hasStep(List<Row> rows, Row step) {
        for (Row row : rows) {
            if (row.sameStep(step)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The time of the first row that a line keeps pending, in microseconds, that of the last row before them where they have none any
     * more, 0 when no row of its span had one.
     */
    OptionalLong heldSince(Standing line) {
        if (!line.hasPending()) {
            return OptionalLong.empty();
        }
        long millis = line.isStamped() ? happenedSince(line, 0) : line.hadTime() ? line.lastMillis() : 0;
        return OptionalLong.of(millis * MICROS_PER_MILLI);
    }

    /**
     * From when on a pending row may have happened. One without a time of its own happened after the row with one before it; at the
     * beginning of what a joining line has, nobody knows when.
     */
    private static long happenedSince(Standing line, int index) {
        Row row = line.pending(index);
        if (Unstamped.hasTime(row)) {
            return row.millis();
        }
        boolean anyBefore = line.isPlaced();
        for (int before = 0; before < index && !anyBefore; before++) {
            anyBefore = Unstamped.hasTime(line.pending(before));
        }
        return anyBefore ? row.millis() - 1 : 0;
    }

    /** The time of the first pending row that the chain lacks, in microseconds; empty when it has all. */
    OptionalLong lackedSince(Standing line) {
        OptionalLong held = heldSince(line);
        if (held.isEmpty() || !line.isStamped() || line.pendingSize() > PENDING_COMPARED_MOST) {
            return held;
        }
        int beginning = beginning(line);
        int end = Math.max(beginning, chain.firstAfter(line.lastPending().millis() + tolerance));
        Set<Row> lacked = Collections.newSetFromMap(new IdentityHashMap<>());
        lacked.addAll(difference(line.pending(), chain.rows(beginning, end)).onlyFirst());
        return IntStream.range(0, line.pendingSize())
                .filter(index -> lacked.contains(line.pending(index)))
                .mapToLong(index -> happenedSince(line, index) * MICROS_PER_MILLI)
                .min();
    }

    /** Both sides have left the millisecond in which they begin to differ. */
    boolean isForked(Standing line, int beginning) {
        if (beginning >= chain.size()) {
            return false;
        }
        long differing =
                Math.min(chain.row(beginning).millis(), line.firstPending().millis()) + tolerance;
        return line.lastPending().millis() > differing
                && chain.row(chain.runEnd(beginning) - 1).millis() > differing;
    }

    /**
     * The run that ends at a position may be replaced by a line's rows. Not when the next run begins in the same millisecond:
     * the line's rows of that millisecond may be in either.
     */
    boolean isReplaceable(int end) {
        return end >= chain.size()
                || chain.row(end).millis() > chain.row(end - 1).millis() + tolerance;
    }

    /** Another live line that is not forked stands inside or at the end of these rows. */
    boolean isFollowed(Standing line, int from, int to) {
        for (Standing other : lines) {
            if (other != line
                    && other.isUp()
                    && other.isPlaced()
                    && other.place() > from
                    && other.place() <= to
                    && !(other.hasPending() && (other.isUnstamped() || isForked(other, other.place())))) {
                return true;
            }
        }
        return false;
    }

    /**
     * All clearings are alike, and the exchange tells no time of them. One that begins a run on another book than the chain has before it is
     * not the next thing that happened there.
     */
    boolean isAnotherClearing(int at) {
        Row row = chain.row(at);
        return at > 0
                && row.replacesBook()
                && row.opensRun()
                && row.baseHash() != chain.row(at - 1).hash();
    }

    /** The book before a position is right: a snapshot says so. */
    void verify(int position) {
        if (position == 0 || chain.row(position - 1).verified()) {
            return;
        }
        chain.verify(position - 1);
        for (Standing other : lines) {
            if (other.hasPending() && !other.isDead() && !other.isUnstamped()) {
                int beginning = beginning(other);
                if (beginning < position && position <= chain.runEnd(beginning) && isForked(other, beginning)) {
                    other.die();
                    count(Counter.DEAD_ENDS);
                }
            }
        }
    }

    Row insert(int at, Row event) {
        return inserted(at, chain.insert(at, event, false, 0));
    }

    Row insertRun(int at, Row event, long baseHash) {
        count(Counter.RUNS_OPENED);
        return inserted(at, chain.insert(at, event, true, baseHash));
    }

    private Row inserted(int at, Row row) {
        for (Standing line : lines) {
            if (line.place() > at) {
                line.move(1);
            }
        }
        return row;
    }

    /** Rows are taken out for good. A line that stood among them or at their end is held before them. */
    void cut(int from, int to) {
        List<Row> old = taken(from, to, List.of());
        if (from > 0) {
            chain.ended(from - 1, false);
        }
        for (Standing line : lines) {
            if (line.place() > to) {
                line.move(from - to);
            } else if (line.place() > from) {
                hold(line, from, old);
            }
        }
        countContradictions(old.subList(0, old.size()));
    }

    /** Rows give way to others that lead to the same book. A line that stood at their end stands there again. */
    void exchange(int from, int to, List<Row> events) {
        List<Row> old = taken(from, to, events);
        for (Standing line : lines) {
            if (line.place() >= to) {
                line.move(events.size() - (to - from));
            } else if (line.place() > from) {
                hold(line, from, old);
            }
        }
        countContradictions(old.subList(0, Math.max(0, old.size() - 1)));
    }

    private List<Row> taken(int from, int to, List<Row> events) {
        List<Row> old = chain.replace(from, to, events);
        statistics.add(Counter.VOIDED_ROWS, old.size());
        return old;
    }

    private void countContradictions(List<Row> voided) {
        for (Row row : voided) {
            if (row.verified()) {
                count(Counter.CONTRADICTIONS);
            }
        }
    }

    /** The line goes back before rows that are gone, with those it had agreed to in front of its pending ones. */
    private static void hold(Standing line, int from, List<Row> gone) {
        List<Row> agreed = gone.subList(0, line.place() - from);
        int head = agreed.size() - 1;
        while (head >= 0 && !agreed.get(head).opensRun()) {
            head--;
        }
        List<Row> held = new ArrayList<>(agreed.subList(Math.max(0, head), agreed.size()));
        held.addAll(line.takePending());
        if (head < 0) {
            line.standAt(from);
        } else {
            line.join(agreed.get(head).baseHash()); // it never met what is before that run
        }
        held.forEach(line::keep);
    }
}

package trifecta.market.arbitration;

import trifecta.market.BookChange;
import trifecta.market.Times;

/**
 * Merges the lines of one market into one chain of rows. A pure state machine, single-threaded: events of each line in that
 * line's order, lines in any order; what has to be stored is asked for with {@link #drain}.
 *
 * <p>A line that agrees with the chain's end writes at once, nobody waits for a slower line; others witness, by content and hash
 * within whole milliseconds. Who disagrees keeps its rows pending until a snapshot decides: never a union, never a vote.
 */
public final class Arbiter {
    private final Bench bench;
    private final Rules rules;

    /**
     * @param lines how many lines there are; they are called 0, 1, ... here
     * @param statistics counts over all arbiters that share it
     */
    public Arbiter(int lines, Limits limits, Statistics statistics) {
        this.bench = new Bench(lines, statistics);
        this.rules = new Rules(bench, limits);
    }

    /**
     * A span of a line begins.
     *
     * @param baseHash of the book under its first row
     */
    public void start(int line, long baseHash) {
        Standing standing = bench.line(line);
        rules.spanEnd().apply(standing);
        standing.up(true);
        standing.join(baseHash);
    }

    /** A change inside a line's span; ignored while none is up. */
    public void delta(int line, BookChange change, Origin origin) {
        accept(bench.line(line), change, false, origin);
    }

    /** The exchange replaced the whole book, cleared it at the close for instance: a row of the path like any other. */
    public void replace(int line, long exchangeMicros, long hashAfter, Origin origin) {
        accept(bench.line(line), Row.replacement(exchangeMicros, hashAfter), true, origin);
    }

    /**
     * A snapshot of a line inside its span.
     *
     * @param agrees with the line's own fold; if not, the span ends here
     */
    public void snapshot(int line, boolean agrees) {
        Standing standing = bench.line(line);
        if (!standing.isUp()) {
            return;
        }
        if (agrees) {
            rules.snapshots().agrees(standing);
        } else {
            rules.snapshots().disagrees(standing);
        }
    }

    /** A line's span ends; without one nothing happens. */
    public void end(int line) {
        rules.spanEnd().apply(bench.line(line));
    }

    /** What has to be stored since the last call. */
    public Changes drain() {
        return bench.log().drain();
    }

    private void accept(Standing line, BookChange change, boolean replacesBook, Origin origin) {
        if (!line.isUp()) {
            return;
        }
        long millis = Times.millis(change.exchangeMicros());
        if (line.runsBackwards(millis)) {
            bench.count(Counter.TIMES_BACKWARDS);
            millis = line.lastMillis();
        }
        line.lastMillis(millis);
        if (!rules.nextRow().stepsOver(line, change, replacesBook, millis)) {
            rules.nextRow().accept(line, new Row(change, replacesBook, origin, millis));
        }
    }
}

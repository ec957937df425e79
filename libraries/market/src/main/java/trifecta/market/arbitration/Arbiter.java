package trifecta.market.arbitration;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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
    /** Rows without times take the time of the row before them. */
    private static final long UNSTAMPED_MILLIS = 0;

    /** Of a line that stamps, so many events in a row without a time are broken stamps; more: it does not stamp any more. */
    private static final int UNTIMED_MOST = 3;

    private final Limits limits;
    private final Bench bench;
    private final Rules rules;
    private final Memory memory;

    /**
     * @param lines how many lines there are; they are called 0, 1, ... here
     * @param statistics counts over all arbiters that share it
     */
    public Arbiter(int lines, Limits limits, Statistics statistics) {
        this.limits = limits;
        this.bench = new Bench(lines, statistics);
        this.rules = new Rules(bench, limits);
        this.memory = new Memory(bench);
    }

    /**
     * A span of a line begins.
     *
     * @param baseHash of the book under its first row
     */
    public void start(int line, long baseHash) {
        Standing standing = bench.line(line);
        OptionalLong _ = rules.spanEnd().apply(standing);
        standing.up(true);
        standing.join(baseHash);
    }

    /** A change inside a line's span; ignored while none is up. */
    public void delta(int line, BookChange change, Origin origin) {
        accept(bench.line(line), change, false, origin);
    }

    /**
     * The exchange replaced the whole book, cleared it at the close for instance: a row of the path like any other.
     *
     * @param exchangeMicros {@link Times#ABSENT} where the exchange gave none, as Kalshi does
     */
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

    /**
     * A line's span ends; without one nothing happens.
     *
     * @return the time of the first of its rows that were dropped and that the chain lacks, in microseconds; empty when all that it
     *     brought is in the chain, or has no times
     */
    public OptionalLong end(int line) {
        return rules.spanEnd().apply(bench.line(line));
    }

    /** Whether a line has a span here: one that brings too much that nobody can place loses it. */
    public boolean isUp(int line) {
        return bench.line(line).isUp();
    }

    /** Rows in memory. */
    public int size() {
        return bench.chain().size();
    }

    /** Rows that stay in memory for a line since it stands before them. */
    public int rowsKeptFor(int line) {
        Standing standing = bench.line(line);
        return standing.isUp() && standing.isPlaced() ? bench.chain().size() - standing.place() : 0;
    }

    /** Hash of the book as a line knows it after its last event; empty when it has no span. */
    public OptionalLong bookOf(int line) {
        Standing standing = bench.line(line);
        if (!standing.isUp()) {
            return OptionalLong.empty();
        }
        if (standing.hasPending()) {
            return OptionalLong.of(standing.lastPending().hash());
        }
        if (standing.isPlaced() && standing.place() > 0) {
            return OptionalLong.of(bench.chain().row(standing.place() - 1).hash());
        }
        return standing.hasBase() ? OptionalLong.of(standing.baseHash()) : OptionalLong.empty();
    }

    /** The row in the chain that is the line's last event; empty while it is not known. */
    public OptionalLong seqOfLast(int line) {
        Standing standing = bench.line(line);
        return standing.isUp() && standing.isAligned() && standing.place() > 0
                ? OptionalLong.of(bench.chain().row(standing.place() - 1).seq())
                : OptionalLong.empty();
    }

    /**
     * From when on rows of a line were dropped since the last call though its span goes on, in microseconds; empty when none were. Whether
     * the chain has them nobody knows.
     */
    public OptionalLong takeDropped(int line) {
        return bench.line(line).takeDropped();
    }

    /** The time from which on a line has rows that the chain lacks, in microseconds, 0: from its span's begin; empty when it has all. */
    public OptionalLong pendingSince(int line) {
        return bench.lackedSince(bench.line(line));
    }

    /** The time of the first row that a line keeps pending, in microseconds: not later than {@link #pendingSince}, and told at once. */
    public OptionalLong heldSince(int line) {
        return bench.heldSince(bench.line(line));
    }

    /**
     * Whether the book was in a state at some moment between two times: after a row of then, or before the first of them.
     *
     * @param hash of the whole book
     * @return empty when nothing in memory says what the book was
     */
    public Optional<Boolean> hadState(long hash, long fromMicros, long toMicros) {
        Chain chain = bench.chain();
        boolean holeInside = false;
        for (int at = chain.size() - 1; at >= 0; at--) {
            Row row = chain.row(at);
            boolean isInside = row.millis() <= Times.millis(toMicros);
            if ((isInside && row.hash() == hash) || (row.opensRun() && row.baseHash() == hash)) {
                return Optional.of(true);
            }
            if (row.millis() < Times.millis(fromMicros)) {
                return holeInside ? Optional.empty() : Optional.of(false);
            }
            holeInside |= row.opensRun() && at > 0;
        }
        if (chain.floor().evicted() || holeInside) {
            return Optional.empty();
        }
        return chain.size() > 0 ? Optional.of(false) : stateOfSilence(hash);
    }

    /** The book of a market without any row: as the lines' snapshots showed it. */
    private Optional<Boolean> stateOfSilence(long hash) {
        boolean known = false;
        for (int line = 0; line < bench.lines().length; line++) {
            OptionalLong book = bookOf(line);
            if (book.isPresent() && book.getAsLong() == hash) {
                return Optional.of(true);
            }
            known |= book.isPresent();
        }
        return known ? Optional.of(false) : Optional.empty();
    }

    /** Milliseconds by which equal times of two lines may differ: 0 or 1, see {@link LineClocks#toleranceMillis}. */
    public void tolerance(long millis) {
        bench.tolerance(millis);
    }

    /** What has to be stored since the last call. */
    public Changes drain() {
        return bench.log().drain();
    }

    /** Whether rows have to be loaded with {@link #prepend} before an event of this time is given: the line lags. */
    public boolean needsHistory(int line, long exchangeMicros) {
        return memory.needsHistory(bench.line(line), Times.millis(exchangeMicros));
    }

    /** The lowest seq in memory; {@link Long#MAX_VALUE} when no row is. */
    public long firstSeq() {
        return bench.chain().size() == 0 ? Long.MAX_VALUE : bench.chain().row(0).seq();
    }

    /**
     * Brings stored rows back.
     *
     * @param older the rows directly before {@link #firstSeq}, in order
     * @param complete nothing older is stored
     */
    public void prepend(List<Row> older, boolean complete) {
        memory.prepend(older, complete);
    }

    /**
     * Lets rows older than a time go that every live line has passed; call it when all changes were drained.
     *
     * @return how many went
     */
    public int evict(long beforeMicros) {
        requireDrained();
        return memory.evict(Times.millis(beforeMicros));
    }

    /** All but the rows; call it when all changes were drained. */
    public byte[] save() {
        requireDrained();
        return SavedState.write(bench);
    }

    /** The rows with this seq and later are needed to restore an arbiter. */
    public static long firstSeqNeeded(byte[] state) {
        return SavedState.firstSeqNeeded(state);
    }

    /**
     * An arbiter that goes on as the saved one would have.
     *
     * @param state what {@link #save} gave
     * @param storedRows all rows of the chain from {@link #firstSeqNeeded} on, in order, with the marks they have now
     * @param lines at least as many as the saved one had
     */
    public static Arbiter restore(byte[] state, List<Row> storedRows, int lines, Limits limits, Statistics statistics) {
        Arbiter arbiter = new Arbiter(lines, limits, statistics);
        SavedState.read(state, storedRows, arbiter.bench);
        return arbiter;
    }

    private void boundPending(Standing line) {
        if (line.pendingSize() > limits.pendingRowsMax()) {
            bench.count(Counter.SPANS_OVER_BOUND);
            OptionalLong _ = rules.spanEnd().apply(line);
        }
    }

    /**
     * Rows that a line kept without times cannot be compared with its later ones: they go where their contents belong, as at the end of a
     * span, and it joins anew by the later ones. A few at the beginning of its span are broken stamps: the chain has them, or they
     * happened just before.
     */
    private void becomeStamped(Standing line, long millis) {
        if (!line.isUnstamped() || !line.hasPending()) {
            return;
        }
        if (line.isJoining() && line.hasBase() && line.pendingSize() <= UNTIMED_MOST) {
            line.stamped(true);
            if (rules.unstampedTail().findsItself(line)) {
                return;
            }
            long base = line.baseHash();
            List<Row> broken = line.takePending();
            line.join(base);
            line.lastMillis(millis);
            broken.forEach(row ->
                    rules.nextRow().accept(line, new Row(row.change(), row.replacesBook(), row.origin(), millis)));
            return;
        }
        long base = line.lastPending().hash();
        bench.heldSince(line).ifPresent(line::drops);
        rules.unstamped().end(line);
        line.join(base);
    }

    private void requireDrained() {
        if (!bench.log().isEmpty()) {
            throw new IllegalStateException("changes have to be drained first");
        }
    }

    /**
     * A row without a time of a line that stamps stands behind its last change, wherever the others have it. The exchange stamps no
     * replaced book: that one ends the millisecond of the change before it, since a line that joins in it would wait for another change,
     * and a closed market has none. A broken stamp other lines may have got as well, and who did not teaches the time.
     */
    private void behindTheLast(Standing line, Row row) {
        if (!rules.nextRow().stepsOver(line, row.change(), row.replacesBook(), row.millis())) {
            rules.nextRow().accept(line, row);
        }
    }

    private void accept(Standing line, BookChange change, boolean replacesBook, Origin origin) {
        if (!line.isUp()) {
            return;
        }
        if (change.exchangeMicros() == Times.ABSENT && line.hasTime()) {
            if (replacesBook) {
                behindTheLast(line, new Row(change, true, origin, line.lastMillis() + 1));
                return;
            }
            if (line.countUntimed() <= UNTIMED_MOST) {
                behindTheLast(line, new Row(change, false, origin, line.lastMillis()));
                return;
            }
        }
        if (change.exchangeMicros() == Times.ABSENT) {
            line.stamped(false);
            rules.unstamped().accept(line, new Row(change, replacesBook, origin, UNSTAMPED_MILLIS));
            boundPending(line);
            return;
        }
        long millis = Times.millis(change.exchangeMicros());
        if (!line.isStamped()) {
            becomeStamped(line, millis);
        }
        line.stamped(true);
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

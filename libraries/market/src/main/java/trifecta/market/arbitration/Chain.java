package trifecta.market.arbitration;

import java.util.ArrayList;
import java.util.List;

/**
 * The rows of one market in time order. A run is the rows from one that opens a run to the next such one, so runs cannot overlap.
 *
 * <p>Invariants: (a) {@code millis} never decreases; (b) {@code seq} rises strictly; (c) the first row of the market opens a run;
 * (d) when rows have left the memory, the first row in memory stays until a later one can take its part, and no line stands
 * before it.
 */
final class Chain {
    private final List<Row> rows = new ArrayList<>();
    /** Those of the rows that open a run, in order. */
    private final List<Row> heads = new ArrayList<>(1);

    private final Numbers numbers = new Numbers();
    private final ChangeLog log;
    private final Forks forks;
    private final Floor floor = new Floor();

    Chain(ChangeLog log) {
        this.log = log;
        this.forks = new Forks(this, log);
    }

    int size() {
        return rows.size();
    }

    Row row(int at) {
        return rows.get(at);
    }

    /** A view of some rows, good until the chain changes. */
    List<Row> rows(int from, int to) {
        return rows.subList(from, to);
    }

    Forks forks() {
        return forks;
    }

    Numbers numbers() {
        return numbers;
    }

    boolean opensRun(int at) {
        return rows.get(at).opensRun();
    }

    /** Whether a run ends before this position: the chain's end, or a row that opens the next run. */
    boolean isRunEnd(int at) {
        return at == rows.size() || opensRun(at);
    }

    /** The end of the run in which the row at this position lies, exclusive. */
    int runEnd(int at) {
        if (at >= rows.size() || heads.isEmpty()) {
            return rows.size();
        }
        long seq = rows.get(at).seq();
        int next = firstBehind(heads, seq);
        return next == heads.size() ? rows.size() : indexOf(heads.get(next));
    }

    /** The first row at this time or later. */
    int firstAt(long millis) {
        int low = 0;
        int high = rows.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (rows.get(middle).millis() < millis) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The first row later than this time. */
    int firstAfter(long millis) {
        return firstAt(millis + 1);
    }

    /**
     * The first row from a position on that is at an event's time (within the tolerance) and leaves the same book.
     *
     * @return its position, -1 when there is none
     */
    int find(Row event, int from, long tolerance) {
        long latest = event.millis() + tolerance;
        for (int at = Math.max(from, firstAt(event.millis() - tolerance)); at < rows.size(); at++) {
            if (rows.get(at).millis() > latest) {
                return -1;
            }
            if (rows.get(at).hash() == event.hash()) {
                return at;
            }
        }
        return -1;
    }

    boolean anyVerified(int from, int to) {
        for (int at = from; at < to; at++) {
            if (rows.get(at).verified()) {
                return true;
            }
        }
        return false;
    }

    boolean anyOpensRun(int from, int to) {
        for (int at = from; at < to; at++) {
            if (rows.get(at).opensRun()) {
                return true;
            }
        }
        return false;
    }

    /** Where the rows begin that are before a position, in its run, and behind the run's last verified one. */
    int unverifiedFrom(int position) {
        int at = position;
        while (at > 0 && !rows.get(at - 1).verified()) {
            at--;
            if (rows.get(at).opensRun()) {
                break;
            }
        }
        return at;
    }

    /** Puts a row before a position; its time is held between its neighbours'. */
    Row insert(int at, Row event, boolean opensRun, long baseHash) {
        Row row = event.unplaced();
        long millis = row.millis();
        if (at > 0) {
            millis = Math.max(millis, rows.get(at - 1).millis());
        }
        if (at < rows.size()) {
            millis = Math.min(millis, rows.get(at).millis());
        }
        row.millis(millis);
        row.number(seqAt(at, opensRun));
        rows.add(at, row);
        if (opensRun) {
            row.openRun(baseHash);
            heads.add(firstBehind(heads, row.seq()), row);
        }
        log.inserted(row);
        forks.recount(at);
        return row;
    }

    private long seqAt(int at, boolean opensRun) {
        if (at == rows.size()) {
            return numbers.append(opensRun);
        }
        long after = rows.get(at).seq();
        return at == 0
                ? numbers.before(after, opensRun)
                : numbers.between(rows.get(at - 1).seq(), after, opensRun);
    }

    /** Takes rows out and puts others in their place. The rows taken out stay voided. */
    List<Row> replace(int from, int to, List<Row> events) {
        List<Row> old = new ArrayList<>(rows.subList(from, to));
        rows.subList(from, to).clear();
        numbers.voided(old);
        for (Row row : old) {
            if (row.opensRun()) {
                heads.remove(row);
            }
            forks.rowVoided(row);
            log.voided(row);
        }
        fill(from, events);
        forks.recount(from);
        return old;
    }

    private void fill(int at, List<Row> events) {
        if (events.isEmpty()) {
            return;
        }
        long[] seqs = seqsAt(at, events.size());
        List<Row> fresh = new ArrayList<>(events.size());
        for (int i = 0; i < seqs.length; i++) {
            Row row = events.get(i).unplaced();
            row.number(seqs[i]);
            fresh.add(row);
            log.inserted(row);
        }
        rows.addAll(at, fresh);
        for (int i = at; i < at + fresh.size(); i++) {
            forks.recount(i);
        }
    }

    private long[] seqsAt(int at, int count) {
        if (at < rows.size()) {
            long after = rows.get(at).seq();
            return numbers.spread(
                    at == 0 ? after - 2 * Numbers.HOLE : rows.get(at - 1).seq(), after, count);
        }
        long[] seqs = new long[count];
        for (int i = 0; i < count; i++) {
            seqs[i] = numbers.append(false);
        }
        return seqs;
    }

    void verify(int at) {
        Row row = rows.get(at);
        row.verified(true);
        log.touched(row);
        forks.recount(at);
    }

    void dispute(int at) {
        Row row = rows.get(at);
        if (!row.disputedByItself()) {
            row.disputed(true);
            log.touched(row);
        }
    }

    void dispute(int from, int to) {
        for (int at = from; at < to; at++) {
            dispute(at);
        }
    }

    /** What is before a position and behind the last verified row of its run is disputed for good. */
    void disputeUnverifiedBefore(int position) {
        int from = unverifiedFrom(position);
        dispute(from, position);
        if (from == 0 && position > 0) {
            floor.unverified().ifPresent(log::disputed);
        }
    }

    /** A row written without a time was met by a line that has one. */
    void learnTime(int at, long millis) {
        for (int i = at; i < rows.size() && rows.get(i).millis() < millis; i++) {
            if (Unstamped.hasTime(rows.get(i))) {
                return;
            }
            rows.get(i).millis(millis);
        }
    }

    void ended(int at, boolean ended) {
        Row row = rows.get(at);
        if (row.ended() != ended) {
            row.ended(ended);
            log.touched(row);
        }
    }

    void openRun(int at, long baseHash) {
        Row row = rows.get(at);
        if (!row.opensRun()) {
            heads.add(firstBehind(heads, row.seq()), row);
        }
        row.openRun(baseHash);
        log.touched(row);
        forks.recount(at);
    }

    /** A line's own span crossed the gap before this row. What lies before a market's first row was never received by anybody. */
    void stitch(int at) {
        if (at == 0 && !floor.evicted()) {
            return;
        }
        Row row = rows.get(at);
        row.continueRun();
        heads.remove(row);
        log.touched(row);
        forks.recount(at);
    }

    Floor floor() {
        return floor;
    }

    /** The first rows leave the memory; they have been given out. */
    void evict(int count) {
        floor.raise(this, count);
        forks.evict(count);
        rows.subList(0, count).clear();
        long first = rows.getFirst().seq();
        heads.removeIf(head -> head.seq() < first);
    }

    /**
     * Rows come back before those in memory, or are all there were when the chain is restored.
     *
     * @param complete nothing older is stored
     */
    void prepend(List<Row> older, boolean complete) {
        forks.settleEvicted();
        long millis = Long.MIN_VALUE;
        long latest = rows.isEmpty() ? Long.MAX_VALUE : rows.getFirst().millis();
        List<Row> olderHeads = new ArrayList<>();
        for (Row row : older) {
            millis = Math.min(latest, Math.max(millis, row.millis()));
            row.millis(millis);
            if (row.opensRun()) {
                olderHeads.add(row);
            }
        }
        rows.addAll(0, older);
        heads.addAll(0, olderHeads);
        floor.lower(rows.isEmpty() ? Long.MAX_VALUE : rows.getFirst().seq(), complete);
    }

    /** The position behind a row of this chain. */
    int positionBehind(Row row) {
        return positionBehind(row.seq());
    }

    int positionBehind(long seq) {
        return firstBehind(rows, seq);
    }

    private int indexOf(Row row) {
        return firstBehind(rows, row.seq()) - 1;
    }

    /** Position of the first row of a list in seq order that is behind a seq. */
    private static int firstBehind(List<Row> ordered, long seq) {
        int low = 0;
        int high = ordered.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ordered.get(middle).seq() <= seq) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}

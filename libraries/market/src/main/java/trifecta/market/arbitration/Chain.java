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
final class Chain extends RowList {
    private final Numbers numbers = new Numbers();
    private final ChangeLog log;
    private final Forks forks;
    private final Floor floor = new Floor();
    /** A row may hold a time or be disputed by itself. */
    private boolean anyOdd;

    Chain(ChangeLog log) {
        this.log = log;
        this.forks = new Forks(this, log);
    }

    Forks forks() {
        return forks;
    }

    Numbers numbers() {
        return numbers;
    }

    /** Puts a row before a position; its time is held between its neighbours'. */
    Row insert(int at, Row event, boolean opensRun, long baseHash) {
        Row row = event.unplaced();
        long millis = row.millis();
        if (at > 0) {
            millis = Math.max(millis, rows.get(at - 1).millis());
        }
        if (at < rows.size()) {
            if (Unstamped.hasTime(row)) {
                learnTime(at, millis); // rows without times have that of the row before them
            }
            millis = Math.min(millis, rows.get(at).millis());
        }
        row.millis(millis);
        anyOdd |= row.holdsTime();
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
            anyOdd |= row.holdsTime();
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
            anyOdd = true;
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
        int timed = at;
        while (timed < rows.size() && rows.get(timed).millis() < millis && !Unstamped.hasTime(rows.get(timed))) {
            timed++;
        }
        long learned = timed < rows.size() ? Math.min(millis, rows.get(timed).millis()) : millis;
        for (int i = at; i < timed; i++) {
            rows.get(i).millis(learned);
            anyOdd = true;
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

    /** Whether some row may hold a time or be disputed by itself; most chains have none for hours. */
    boolean anyOdd() {
        return anyOdd;
    }

    /** Somebody looked at all rows: none is odd. */
    void noneIsOdd() {
        anyOdd = false;
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
        anyOdd = true;
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
}

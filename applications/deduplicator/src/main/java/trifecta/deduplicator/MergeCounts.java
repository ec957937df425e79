package trifecta.deduplicator;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import trifecta.market.arbitration.Changes;
import trifecta.market.arbitration.Mark;
import trifecta.market.arbitration.SeqRange;

/** What the merge did since the process began. Written by the merging thread, read by the status page. */
final class MergeCounts {
    private volatile long merged;
    private volatile long voided;
    private volatile long runs;
    private volatile long stitched;
    private volatile long forks;
    private volatile long strayed;
    private volatile long openGaps;
    private volatile long booksAgreed;
    private volatile long booksDisagreed;
    /** Rows that are disputed now, by market. */
    private final Map<String, Set<Long>> disputed = new HashMap<>();

    private volatile int marketsDisputed;

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void add(String market, Changes changes) {
        noteDisputes(market, changes);
        merged += changes.inserted().size();
        voided += changes.voided().size();
        runs += changes.runsOpened().size() - changes.runsClosed().size();
        stitched += changes.runsClosed().size();
        forks += changes.snapshotWanted() ? 1 : 0;
    }

    private void noteDisputes(String market, Changes changes) {
        for (Mark mark : changes.marks()) {
            if (mark.disputed()) {
                disputed.computeIfAbsent(market, _ -> new HashSet<>()).add(mark.seq());
            } else {
                settle(market, mark.seq());
            }
        }
        for (SeqRange range : changes.disputedRanges()) {
            disputed.computeIfAbsent(market, _ -> new HashSet<>()).add(range.fromSeq());
        }
        changes.voided().forEach(seq -> settle(market, seq));
        marketsDisputed = disputed.size();
    }

    private void settle(String market, long seq) {
        Set<Long> rows = disputed.get(market);
        if (rows != null && rows.remove(seq) && rows.isEmpty()) {
            disputed.remove(market);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void mergedElsewhere(int rows) {
        merged += rows;
    }

    /** A book of the exchange was compared with the path. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void checked(boolean agrees) {
        booksAgreed += agrees ? 1 : 0;
        booksDisagreed += agrees ? 0 : 1;
    }

    long booksAgreed() {
        return booksAgreed;
    }

    long booksDisagreed() {
        return booksDisagreed;
    }

    /** A delta outside of any span: a defect of its gatherer. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void strayed() {
        strayed++;
    }

    /** Book rows, trades and lifecycle events written. */
    long merged() {
        return merged;
    }

    long voided() {
        return voided;
    }

    /** A session begins with what production has. */
    void session(long runsStored) {
        runs = runsStored;
    }

    /** Unbroken stretches of all markets. */
    long runs() {
        return runs;
    }

    long stitched() {
        return stitched;
    }

    long forks() {
        return forks;
    }

    long strayedRows() {
        return strayed;
    }

    void openGaps(int markets) {
        openGaps = markets;
    }

    /** Markets that no line has now though one should. */
    long openGaps() {
        return openGaps;
    }

    /** Markets with rows that became disputed since the process began, and are. */
    int disputed() {
        return marketsDisputed;
    }
}

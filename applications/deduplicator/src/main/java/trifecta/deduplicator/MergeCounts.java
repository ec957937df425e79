package trifecta.deduplicator;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import trifecta.market.arbitration.Changes;
import trifecta.market.arbitration.Mark;

/** What the merge did since the process began. Written by the merging thread, read by the status page. */
final class MergeCounts {
    private volatile long merged;
    private volatile long voided;
    private volatile long runs;
    private volatile long stitched;
    private volatile long forks;
    private volatile long strayed;
    private volatile long openGaps;
    private final Set<String> disputed = ConcurrentHashMap.newKeySet();

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void add(String market, Changes changes) {
        if (!changes.disputedRanges().isEmpty() || changes.marks().stream().anyMatch(Mark::disputed)) {
            disputed.add(market);
        }
        merged += changes.inserted().size();
        voided += changes.voided().size();
        runs += changes.runsOpened().size() - changes.runsClosed().size();
        stitched += changes.runsClosed().size();
        forks += changes.snapshotWanted() ? 1 : 0;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void mergedElsewhere(int rows) {
        merged += rows;
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

    /** Markets in which a row was marked as disputed since the process began. */
    int disputed() {
        return disputed.size();
    }
}

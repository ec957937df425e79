package trifecta.deduplicator;

import trifecta.market.arbitration.Changes;

/** What the merge did since the process began. Written by the merging thread, read by the status page. */
final class MergeCounts {
    private volatile long merged;
    private volatile long voided;
    private volatile long runsOpened;
    private volatile long stitched;
    private volatile long forks;
    private volatile long strayed;

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void add(Changes changes) {
        merged += changes.inserted().size();
        voided += changes.voided().size();
        runsOpened += changes.runsOpened().size();
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

    long runsOpened() {
        return runsOpened;
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
}

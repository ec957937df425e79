package trifecta.market.arbitration;

import java.util.List;

/**
 * What has to be stored since the last time it was asked for.
 *
 * @param inserted new rows; rows that were voided again in the meantime are not among them
 * @param voided seqs of rows that were given out before and are part of the chain no more
 * @param runsOpened rows that open a run, those among {@code inserted} included
 * @param runsClosed seqs of rows given out as heads that open a run no more: a line's own span crossed the gap
 * @param marks of rows whose marks changed; inserted rows are among them when any mark is set
 * @param disputedRanges rows that have left the memory and are disputed from now on
 * @param snapshotWanted lines disagree: ask all of them for a snapshot of this market
 */
public record Changes(
        List<Row> inserted,
        List<Long> voided,
        List<RunHead> runsOpened,
        List<Long> runsClosed,
        List<Mark> marks,
        List<SeqRange> disputedRanges,
        boolean snapshotWanted) {

    public static final Changes NONE =
            new Changes(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), false);

    public boolean isEmpty() {
        return inserted.isEmpty()
                && voided.isEmpty()
                && runsOpened.isEmpty()
                && runsClosed.isEmpty()
                && marks.isEmpty()
                && disputedRanges.isEmpty()
                && !snapshotWanted;
    }
}

package trifecta.market.arbitration;

import java.util.ArrayList;
import java.util.List;

/** Collects what the rules do to the chain until it is drained. Costs an append a row while nothing special happens. */
final class ChangeLog {
    private List<Row> inserted = new ArrayList<>();
    private final List<Row> touched = new ArrayList<>(0);
    private final List<Long> voided = new ArrayList<>(0);
    private final List<SeqRange> disputedRanges = new ArrayList<>(0);
    private boolean insertedWereVoided;
    private boolean snapshotWanted;

    void inserted(Row row) {
        inserted.add(row);
        if (row.opensRun()) {
            touched(row);
        }
    }

    /** Something beside its content changed: its marks, or whether it opens a run. */
    void touched(Row row) {
        if (row.touch()) {
            touched.add(row);
        }
    }

    void voided(Row row) {
        row.markVoided();
        if (row.isStored()) {
            voided.add(row.seq());
        } else {
            insertedWereVoided = true;
        }
    }

    void disputed(SeqRange range) {
        disputedRanges.add(range);
    }

    void wantSnapshot() {
        snapshotWanted = true;
    }

    boolean isEmpty() {
        return inserted.isEmpty()
                && touched.isEmpty()
                && voided.isEmpty()
                && disputedRanges.isEmpty()
                && !snapshotWanted;
    }

    Changes drain() {
        if (isEmpty()) {
            return Changes.NONE;
        }
        List<Row> rows = inserted;
        inserted = new ArrayList<>();
        if (insertedWereVoided) {
            rows.removeIf(Row::isVoided);
            insertedWereVoided = false;
        }
        Changes changes = touched.isEmpty() ? plain(rows) : withMarks(rows);
        for (Row row : rows) {
            row.given();
        }
        voided.clear();
        disputedRanges.clear();
        snapshotWanted = false;
        return changes;
    }

    private Changes plain(List<Row> rows) {
        return new Changes(
                rows,
                List.copyOf(voided),
                List.of(),
                List.of(),
                List.of(),
                List.copyOf(disputedRanges),
                snapshotWanted);
    }

    private Changes withMarks(List<Row> rows) {
        List<RunHead> opened = new ArrayList<>();
        List<Long> closed = new ArrayList<>(0);
        List<Mark> marks = new ArrayList<>();
        for (Row row : touched) {
            if (!row.isVoided()) {
                if (row.opensRun() && !row.wasGivenAsHead()) {
                    opened.add(new RunHead(row.seq(), row.baseHash()));
                } else if (!row.opensRun() && row.wasGivenAsHead()) {
                    closed.add(row.seq());
                }
                if (row.marksDiffer()) {
                    marks.add(row.mark());
                }
            }
            row.given();
        }
        touched.clear();
        return new Changes(
                rows, List.copyOf(voided), opened, closed, marks, List.copyOf(disputedRanges), snapshotWanted);
    }
}

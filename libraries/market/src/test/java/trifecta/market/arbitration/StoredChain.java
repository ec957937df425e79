package trifecta.market.arbitration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A store that only knows what the arbiter gave out. */
final class StoredChain {
    /** What is kept of a row apart from its marks. */
    private record Stored(trifecta.market.BookChange change, boolean replacesBook, Origin origin) {}

    private final TreeMap<Long, Stored> rows = new TreeMap<>();
    private final Map<Long, Mark> marks = new HashMap<>();
    private final Map<Long, Long> heads = new HashMap<>();
    private final Set<Long> everUsed = new HashSet<>();
    private int snapshotsWanted;

    void apply(Changes changes) {
        for (long seq : changes.voided()) {
            check(rows.remove(seq) != null, "voided a row that is not stored", seq);
            marks.remove(seq);
            heads.remove(seq);
        }
        for (Row row : changes.inserted()) {
            check(everUsed.add(row.seq()), "a seq was given twice", row.seq());
            rows.put(row.seq(), new Stored(row.change(), row.replacesBook(), row.origin()));
        }
        for (RunHead head : changes.runsOpened()) {
            check(rows.containsKey(head.seq()), "no such row opens a run", head.seq());
            heads.put(head.seq(), head.baseHash());
        }
        for (long seq : changes.runsClosed()) {
            check(heads.remove(seq) != null, "stitched where no run opens", seq);
        }
        for (Mark mark : changes.marks()) {
            check(rows.containsKey(mark.seq()), "marked a row that is not stored", mark.seq());
            marks.put(mark.seq(), mark);
        }
        for (SeqRange range : changes.disputedRanges()) {
            for (long seq :
                    rows.subMap(range.fromSeq(), true, range.toSeq(), true).keySet()) {
                Mark mark = mark(seq);
                marks.put(seq, new Mark(seq, mark.verified(), true, mark.ended()));
            }
        }
        check(rows.isEmpty() || heads.containsKey(rows.firstKey()), "the first row of all opens no run", 0);
        snapshotsWanted += changes.snapshotWanted() ? 1 : 0;
    }

    private static void check(boolean condition, String what, long seq) {
        if (!condition) {
            throw new AssertionError(what + ": " + seq);
        }
    }

    int snapshotsWanted() {
        return snapshotsWanted;
    }

    private Mark mark(long seq) {
        return marks.getOrDefault(seq, new Mark(seq, false, false, false));
    }

    /** All rows in order, as they would be loaded. */
    List<Row> rows() {
        return rows(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** Rows with seqs from the first up to but without the second. */
    List<Row> rows(long from, long to) {
        List<Row> loaded = new ArrayList<>();
        rows.subMap(from, to)
                .forEach((seq, row) -> loaded.add(Row.stored(
                        row.change(),
                        row.replacesBook(),
                        row.origin(),
                        mark(seq),
                        heads.containsKey(seq),
                        heads.getOrDefault(seq, 0L))));
        return loaded;
    }

    /** The chain as text, a line a row, without numbers: for comparing chains. */
    List<String> describe() {
        List<String> text = new ArrayList<>();
        for (Row row : rows()) {
            text.add((row.opensRun() ? "gap " + Long.toHexString(row.baseHash()) + " " : "")
                    + "truth " + row.origin().n()
                    + " hash " + Long.toHexString(row.change().bookHash())
                    + (row.verified() ? " verified" : "")
                    + (row.disputed() ? " disputed" : "")
                    + (row.ended() ? " ended" : ""));
        }
        return text;
    }
}

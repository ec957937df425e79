package trifecta.cli.arbitrate;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import trifecta.market.arbitration.Changes;
import trifecta.market.arbitration.Mark;
import trifecta.market.arbitration.Origin;
import trifecta.market.arbitration.Row;
import trifecta.market.arbitration.RunHead;
import trifecta.market.arbitration.SeqRange;

/** A market's chain as a store would hold it: built from the arbiter's changes alone. */
final class MergedRows {
    private final TreeMap<Long, Origin> rows = new TreeMap<>();
    private final Map<Long, Mark> marks = new HashMap<>();
    private final Map<Long, Long> heads = new HashMap<>();

    void apply(Changes changes) {
        for (Long seq : changes.voided()) {
            rows.remove(seq);
            marks.remove(seq);
            heads.remove(seq);
        }
        for (Row row : changes.inserted()) {
            if (rows.put(row.seq(), row.origin()) != null) {
                throw new IllegalStateException("seq " + row.seq() + " was given twice");
            }
        }
        for (RunHead head : changes.runsOpened()) {
            heads.put(head.seq(), head.baseHash());
        }
        changes.runsClosed().forEach(heads::remove);
        for (Mark mark : changes.marks()) {
            marks.put(mark.seq(), mark);
        }
        for (SeqRange range : changes.disputedRanges()) {
            for (Long seq :
                    rows.subMap(range.fromSeq(), true, range.toSeq(), true).keySet()) {
                Mark old = marks.getOrDefault(seq, new Mark(seq, false, false, false));
                marks.put(seq, new Mark(seq, old.verified(), true, old.ended()));
            }
        }
    }

    int size() {
        return rows.size();
    }

    /** Shows the rows in the chain's order. */
    void forEach(Visitor visitor) {
        rows.forEach((seq, origin) -> visitor.row(origin, heads.containsKey(seq), state(marks.get(seq))));
    }

    private static String state(@Nullable Mark mark) {
        if (mark == null) {
            return "received";
        }
        return mark.disputed() ? "disputed" : mark.verified() ? "verified" : "received";
    }

    /** Sees rows one after the other. */
    interface Visitor {
        void row(Origin origin, boolean opensRun, String state);
    }
}

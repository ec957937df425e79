package trifecta.market.arbitration;

import java.util.ArrayList;
import java.util.List;

/** Rows in the order of their numbers and times, and what can be asked of them. {@link Chain} alone changes them. */
abstract class RowList {
    final List<Row> rows = new ArrayList<>();
    /** Those of the rows that open a run, in order. */
    final List<Row> heads = new ArrayList<>(1);

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

    /** The position behind a row of this chain. */
    int positionBehind(Row row) {
        return positionBehind(row.seq());
    }

    int positionBehind(long seq) {
        return firstBehind(rows, seq);
    }

    int indexOf(Row row) {
        return firstBehind(rows, row.seq()) - 1;
    }

    /** Position of the first row of a list in seq order that is behind a seq. */
    static int firstBehind(List<Row> ordered, long seq) {
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

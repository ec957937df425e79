package trifecta.cli.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import trifecta.market.BookHash;

/**
 * Follows production's runs of one market with a fold of its own: each row has to follow from the one before, and between two rows of
 * one run nothing may be missing.
 */
final class RunCheck {
    private final List<BookItem> items;
    private final List<BookRow> rows;
    private final Pairing pairing;
    private final Tally tally;
    private final Map<Long, Run> runAt = new HashMap<>();
    /** How many items up to here are missing, and how many of these some line could have noticed. */
    private final int[] missing;

    private final int[] noticed;

    /** How many items up to here some line lost without being able to see it. */
    private final int[] silent;

    private final boolean exactStamps;

    private boolean hashKnown;
    private long hash;
    private boolean excused;
    private int lastItem = Pairing.NONE;
    private long runEnd = Long.MIN_VALUE;
    private boolean outside;

    /**
     * @param exactStamps no line stamped differently, so that all tell the same
     */
    RunCheck(
            List<BookItem> items,
            List<BookRow> rows,
            List<Run> runs,
            Pairing pairing,
            boolean exactStamps,
            Tally tally) {
        this.exactStamps = exactStamps;
        this.silent = new int[items.size() + 1];
        this.items = items;
        this.rows = rows;
        this.pairing = pairing;
        this.tally = tally;
        runs.forEach(run -> runAt.put(run.startSeq(), run));
        this.missing = new int[items.size() + 1];
        this.noticed = new int[items.size() + 1];
        for (int i = 0; i < items.size(); i++) {
            BookItem item = items.get(i);
            boolean isMissing = pairing.rowOf(i) == Pairing.NONE && !item.mayBeSkipped();
            missing[i + 1] = missing[i] + (isMissing ? 1 : 0);
            silent[i + 1] = silent[i] + (item.silent() ? 1 : 0);
            noticed[i + 1] = noticed[i] + (isMissing && !isSilent(item) ? 1 : 0);
        }
    }

    void run() {
        for (int r = 0; r < rows.size(); r++) {
            BookRow row = rows.get(r);
            Run opened = runAt.get(row.seq());
            if (opened != null) {
                open(opened, r);
            } else if (row.seq() > runEnd) {
                stray(row);
            }
            int item = pairing.itemOf(r);
            if (item != Pairing.NONE) {
                joint(row, item, opened != null);
                lastItem = item;
            }
            boolean follows = row.change().replaced() ? replaced(row) : follows(row);
            if (!follows) {
                tally.found(Finding.WRONG_STATE, "seq " + row.seq() + " (" + row.change() + ")");
            } else if (item != Pairing.NONE) {
                compare(row, items.get(item));
            }
        }
    }

    private void open(Run run, int row) {
        int last = lastItemOf(run, row);
        int item = pairing.itemOf(row);
        hash = run.baseHash();
        hashKnown = true;
        // only what some line lost in silence makes a state unknowable; a mark alone excuses nothing
        excused = run.disputed() && (!exactStamps || silent[last + 1] > silent[lastItem + 1]);
        runEnd = run.endSeq();
        outside = false;
        boolean nothingBetween = item > lastItem && lastItem != Pairing.NONE && missing[item] == missing[lastItem + 1];
        if (nothingBetween) {
            judge(lastItem, item, Finding.NEEDLESS_GAP, Remark.GAP_BESIDE_LINE, "before seq " + row(row));
        }
        if (run.disputed() && item != Pairing.NONE && last >= item) {
            judge(item, last, Finding.NEEDLESS_DISPUTE, Remark.DISPUTE_BESIDE_LINE, "the run of seq " + row(row));
        }
    }

    private String row(int row) {
        return rows.get(row).seq() + " (" + rows.get(row).change() + ")";
    }

    /** Certain only where every line had all of it, and nobody ever lost anything in silence before. */
    private void judge(int from, int to, Finding needless, Remark doubtful, String where) {
        switch (Unbroken.between(items, from, to)) {
            case NO_LINE -> {}
            case SOME_LINE -> tally.remarked(doubtful, 1);
            case EVERY_LINE -> {
                if (exactStamps && silent[to + 1] == 0) {
                    tally.found(needless, where);
                } else {
                    tally.remarked(doubtful, 1);
                }
            }
        }
    }

    private int lastItemOf(Run run, int firstRow) {
        int last = Math.max(lastItem, pairing.itemOf(firstRow));
        for (int r = firstRow; r < rows.size() && rows.get(r).seq() <= run.endSeq(); r++) {
            last = Math.max(last, pairing.itemOf(r));
        }
        return last;
    }

    /** A row of which no run says anything: told once for each stretch. */
    private void stray(BookRow row) {
        if (!outside) {
            tally.found(Finding.HIDDEN_GAP, "seq " + row.seq() + " is in no run");
        }
        outside = true;
    }

    private void joint(BookRow row, int item, boolean opensRun) {
        if (opensRun || lastItem == Pairing.NONE || item <= lastItem) {
            return;
        }
        if (noticed[item] > noticed[lastItem + 1]) {
            tally.found(Finding.HIDDEN_GAP, "before seq " + row.seq() + ", after " + items.get(lastItem));
        }
        excused |= missing[item] > missing[lastItem + 1];
    }

    private boolean follows(BookRow row) {
        Change change = row.change();
        long sizeAfter = row.sizeAfter();
        long before = BookHash.before(
                row.bookHash(), change.side(), change.priceMicros(), change.deltaHundredths(), sizeAfter);
        boolean follows = sizeAfter >= 0 && (!hashKnown || before == hash);
        hash = row.bookHash();
        hashKnown = true;
        return follows;
    }

    private boolean replaced(BookRow row) {
        hash = row.bookHash();
        hashKnown = true;
        return row.bookHash() == 0;
    }

    /** Against the exchange's own book, where nothing that no line could know stands between. */
    private void compare(BookRow row, BookItem item) {
        if (row.sizeAfter() != item.sizeAfter() || row.bookHash() != item.hashAfter()) {
            if (excused) {
                tally.remarked(Remark.UNPROVABLE_STATE, 1);
            } else {
                tally.found(Finding.WRONG_STATE, "seq " + row.seq() + " (" + row.change() + ")");
            }
        }
    }

    private static boolean isSilent(BookItem item) {
        return item.silent() && item.delivery() != Delivery.CERTAIN;
    }
}

package trifecta.cli.check;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import trifecta.market.Times;

/** Compares the path of one market's book with production's rows of it. */
final class BookComparison {
    private final List<BookItem> items;
    private final List<BookRow> rows;
    private final StampTolerance stamps;
    private final Predicate<Long> notDue;
    private final Tally tally = new Tally();
    private final Pairing pairing;

    /** What rows and items are alike by: strictly, by time, and whatever the time. */
    private record Exact(Change change, long micros, long sizeAfter, long hash) {}

    private record Timed(Change change, long micros) {}

    private record Folded(Change change, long sizeAfter, long hash) {}

    /**
     * @param notDue whether an event of that wall time is too young to be missed
     */
    private BookComparison(List<BookItem> items, List<BookRow> rows, StampTolerance stamps, Predicate<Long> notDue) {
        this.items = items;
        this.rows = rows;
        this.stamps = stamps;
        this.notDue = notDue;
        this.pairing =
                new Pairing(items.size(), rows.size(), item -> items.get(item).delivery() == Delivery.CERTAIN);
    }

    static Tally compare(
            List<BookItem> items,
            List<BookRow> rows,
            List<Run> runs,
            List<CoverageInterval> coverage,
            List<Listening.Interval> listening,
            StampTolerance stamps,
            Predicate<Long> notDue) {
        BookComparison comparison = new BookComparison(items, rows, stamps, notDue);
        comparison.pair();
        comparison.judgeItems();
        comparison.judgeCoverage(coverage, listening);
        comparison.judgeRows();
        new RunCheck(items, rows, runs, comparison.pairing, stamps.isExact(), comparison.tally).run();
        return comparison.tally;
    }

    private void pair() {
        if (!stamps.isExact()) {
            pairing.pairInOrder(
                    IntStream.range(0, items.size())
                            .mapToObj(i -> item(i, BookComparison::folded))
                            .toList(),
                    rows.stream().map(BookComparison::folded).toList(),
                    this::admitted);
        }
        pairing.pair(
                i -> item(i, item -> new Exact(change(item), micros(item), item.sizeAfter(), item.hashAfter())),
                r -> exact(rows.get(r)),
                (item, row) -> true);
        pairing.pair(
                i -> item(i, item -> new Timed(change(item), micros(item))),
                r -> new Timed(rows.get(r).change(), micros(rows.get(r))),
                (item, row) -> true);
        pairing.pair(
                i -> item(i, item -> item.skewed() ? folded(item) : null),
                r -> folded(rows.get(r)),
                (item, row) -> StampTolerance.mayBeBelieved(
                        rows.get(row).exchangeMicros(), items.get(item).exchangeMicros()));
        if (!stamps.isExact()) {
            pairing.pair(i -> item(i, BookComparison::folded), r -> folded(rows.get(r)), this::admitted);
            pairing.pair(i -> item(i, BookComparison::change), r -> rows.get(r).change(), this::admitted);
        }
    }

    private void judgeItems() {
        for (int i = 0; i < items.size(); i++) {
            BookItem item = items.get(i);
            if (pairing.rowOf(i) != Pairing.NONE || item.change() == null) {
                continue;
            }
            if (item.delivery() == Delivery.NOBODY) {
                tally.remarked(item.silent() ? Remark.SILENT_LOSS : Remark.SENT_TO_NOBODY, 1);
            } else if (item.delivery() == Delivery.IN_FLIGHT) {
                tally.remarked(Remark.IN_FLIGHT, 1);
            } else if (notDue.test(item.wallMicros())) {
                tally.remarked(Remark.NOT_DUE, 1);
            } else if (!item.mayBeSkipped()) {
                tally.found(Finding.LOST, item.toString());
            }
        }
    }

    private void judgeCoverage(List<CoverageInterval> coverage, List<Listening.Interval> listening) {
        CoverageCheck check = new CoverageCheck(coverage, listening, tally);
        for (int i = 0; i < items.size(); i++) {
            BookItem item = items.get(i);
            boolean isMissing = pairing.rowOf(i) == Pairing.NONE && item.change() != null && !item.mayBeSkipped();
            if (isMissing && !notDue.test(item.wallMicros())) {
                check.missing(item);
            }
        }
        check.finish();
    }

    private void judgeRows() {
        tally.found(Finding.REORDERED, pairing.outOfOrder());
        Set<Object> happened = new HashSet<>();
        for (int i = 0; i < items.size(); i++) {
            Object key = item(i, item -> stamps.isExact() ? new Timed(change(item), micros(item)) : change(item));
            if (key != null) {
                happened.add(key);
            }
        }
        long latest = Long.MIN_VALUE;
        for (int r = 0; r < rows.size(); r++) {
            BookRow row = rows.get(r);
            if (pairing.itemOf(r) == Pairing.NONE) {
                Object key = stamps.isExact() ? new Timed(row.change(), micros(row)) : row.change();
                tally.found(
                        happened.contains(key) ? Finding.DUPLICATED : Finding.UNEXPECTED,
                        "seq " + row.seq() + " (" + row.change() + ")");
            }
            if (row.exchangeMicros() != Times.ABSENT && !row.change().replaced() && !isSkewed(r)) {
                if (row.exchangeMicros() + stamps.micros() < latest) {
                    tally.found(Finding.TIME_BACKWARDS, "seq " + row.seq());
                }
                latest = Math.max(latest, row.exchangeMicros());
            }
        }
    }

    /** Whether it may have the time that one line was told and that is not the true one. */
    private boolean isSkewed(int row) {
        int item = pairing.itemOf(row);
        return item != Pairing.NONE && items.get(item).skewed();
    }

    private boolean admitted(int item, int row) {
        return rows.get(row).change().replaced()
                || stamps.admits(items.get(item).exchangeMicros(), rows.get(row).exchangeMicros());
    }

    private @Nullable Object item(int i, Function<BookItem, @Nullable Object> key) {
        BookItem item = items.get(i);
        return item.canBeStored() ? key.apply(item) : null;
    }

    private static Change change(BookItem item) {
        return Objects.requireNonNull(item.change());
    }

    private static Object folded(BookItem item) {
        return new Folded(change(item), item.sizeAfter(), item.hashAfter());
    }

    private static Object folded(BookRow row) {
        return new Folded(row.change(), row.sizeAfter(), row.bookHash());
    }

    private static Object exact(BookRow row) {
        return new Exact(row.change(), micros(row), row.sizeAfter(), row.bookHash());
    }

    private static long micros(BookItem item) {
        return item.exchangeMicros();
    }

    /** A replaced book has no time of its own that all lines agree on. */
    private static long micros(BookRow row) {
        return row.change().replaced() ? Times.ABSENT : row.exchangeMicros();
    }
}

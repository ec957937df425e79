package trifecta.cli.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import trifecta.market.Times;

/** Compares the trades of one market, by their ids, and what the ledger says of those that production lacks. */
final class TradeComparison {
    private TradeComparison() {}

    static Tally compare(
            List<TradeItem> items, List<TradeRow> rows, List<CoverageInterval> coverage, Predicate<Long> notDue) {
        Tally tally = new Tally();
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < items.size(); i++) {
            places.put(items.get(i).tradeId(), i);
        }
        boolean[] found = new boolean[items.size()];
        List<Integer> order = new ArrayList<>();
        for (TradeRow row : rows) {
            Integer place = places.get(row.tradeId());
            if (place == null || isImpossible(items.get(place), row)) {
                tally.found(Finding.UNEXPECTED, "trade " + row.tradeId());
            } else if (found[place]) {
                tally.found(Finding.DUPLICATED, "trade " + row.tradeId());
            } else {
                found[place] = true;
                if (!row.backfilled()) {
                    order.add(place);
                }
                if (!agree(items.get(place), row)) {
                    tally.found(Finding.WRONG_CONTENT, "trade " + row.tradeId());
                }
            }
        }
        int[] inOrder = order.stream().mapToInt(Integer::intValue).toArray();
        tally.found(Finding.REORDERED, inOrder.length - LongestRise.of(inOrder));
        for (int i = 0; i < found.length; i++) {
            if (!found[i]) {
                missing(items.get(i), coverage, tally, notDue);
            }
        }
        return tally;
    }

    private static void missing(TradeItem item, List<CoverageInterval> coverage, Tally tally, Predicate<Long> notDue) {
        if (item.exchangeMicros() != Times.ABSENT && !item.silent() && !notDue.test(item.wallMicros())) {
            judgeLedger(item, coverage, tally);
        }
        if (item.delivery() == Delivery.NOBODY) {
            tally.remarked(item.silent() ? Remark.SILENT_LOSS : Remark.SENT_TO_NOBODY, 1);
        } else if (item.delivery() == Delivery.IN_FLIGHT) {
            tally.remarked(Remark.IN_FLIGHT, 1);
        } else if (notDue.test(item.wallMicros())) {
            tally.remarked(Remark.NOT_DUE, 1);
        } else {
            tally.found(Finding.LOST, "trade " + item.tradeId());
        }
    }

    private static void judgeLedger(TradeItem item, List<CoverageInterval> coverage, Tally tally) {
        String what = "trade " + item.tradeId();
        coverage.stream()
                .filter(each -> each.contains(item.exchangeMicros()))
                .findFirst()
                .ifPresentOrElse(
                        interval -> {
                            if (interval.claims()) {
                                tally.found(Finding.FALSELY_CLAIMED, what + " in " + interval);
                            }
                        },
                        () -> {
                            if (!coverage.isEmpty()
                                    && item.exchangeMicros()
                                            >= coverage.getFirst().fromMicros()) {
                                tally.found(Finding.NOT_IN_LEDGER, what);
                            }
                        });
    }

    private static boolean isImpossible(TradeItem item, TradeRow row) {
        return item.delivery() == Delivery.NOBODY && !row.backfilled();
    }

    /** Times agree to the millisecond: that is all that the WebSocket gives. */
    private static boolean agree(TradeItem item, TradeRow row) {
        return item.yesPriceMicros() == row.yesPriceMicros()
                && item.countHundredths() == row.countHundredths()
                && Objects.equals(item.takerSide(), row.takerSide())
                && ((item.skewed() && StampTolerance.mayBeBelieved(row.exchangeMicros(), item.exchangeMicros()))
                        || Times.millis(item.exchangeMicros()) == Times.millis(row.exchangeMicros()));
    }
}

package trifecta.cli.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Compares the summaries of one market as a set of contents: they are states without numbers, so their order and their repetition mean
 * nothing. Each that was surely delivered has to be there, none that the exchange never sent may be.
 */
final class TickerComparison {
    private TickerComparison() {}

    static Tally compare(List<TickerItem> items, List<String> rows, Predicate<Long> notDue) {
        Tally tally = new Tally();
        Map<String, Integer> happened = new HashMap<>();
        items.forEach(item -> happened.merge(item.content(), 1, Integer::sum));
        Map<String, Integer> stored = new HashMap<>();
        rows.forEach(row -> stored.merge(row, 1, Integer::sum));
        stored.forEach((content, times) -> {
            int most = happened.getOrDefault(content, 0);
            if (most == 0) {
                tally.found(Finding.UNEXPECTED, "ticker " + content);
            } else if (times > most) {
                tally.found(Finding.DUPLICATED, "ticker " + content);
            }
        });
        Set<String> missing = new HashSet<>();
        for (TickerItem item : items) {
            if (!stored.containsKey(item.content())) {
                missing(item, missing, tally, notDue);
            }
        }
        return tally;
    }

    private static void missing(TickerItem item, Set<String> missing, Tally tally, Predicate<Long> notDue) {
        switch (item.delivery()) {
            case NOBODY -> tally.remarked(Remark.SENT_TO_NOBODY, 1);
            case IN_FLIGHT -> tally.remarked(Remark.IN_FLIGHT, 1);
            case CERTAIN -> {
                if (notDue.test(item.wallMicros())) {
                    tally.remarked(Remark.NOT_DUE, 1);
                } else if (missing.add(item.content())) {
                    tally.found(Finding.LOST, "event " + item.index() + " (ticker " + item.content() + ")");
                }
            }
        }
    }
}

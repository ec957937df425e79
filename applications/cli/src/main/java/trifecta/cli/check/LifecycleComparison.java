package trifecta.cli.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Compares the lifecycle events of one subject, by their whole content; equal ones may come twice. */
final class LifecycleComparison {
    private LifecycleComparison() {}

    static Tally compare(List<LifecycleItem> items, List<LifecycleRow> rows, Predicate<Long> notDue) {
        Tally tally = new Tally();
        Pairing pairing =
                new Pairing(items.size(), rows.size(), item -> items.get(item).delivery() == Delivery.CERTAIN);
        List<@Nullable String> happenedInOrder = new ArrayList<>();
        items.forEach(item -> happenedInOrder.add(item.delivery() == Delivery.NOBODY ? null : item.content()));
        pairing.pairInOrder(
                happenedInOrder, rows.stream().map(LifecycleRow::content).toList(), (item, row) -> true);
        pairing.pair(happenedInOrder::get, r -> rows.get(r).content(), (item, row) -> true);
        tally.found(Finding.REORDERED, pairing.outOfOrder());
        Set<String> happened = new HashSet<>();
        for (int i = 0; i < items.size(); i++) {
            LifecycleItem item = items.get(i);
            if (item.delivery() != Delivery.NOBODY) {
                happened.add(item.content());
            }
            if (pairing.rowOf(i) == Pairing.NONE) {
                missing(item, tally, notDue);
            }
        }
        for (int r = 0; r < rows.size(); r++) {
            if (pairing.itemOf(r) == Pairing.NONE) {
                LifecycleRow row = rows.get(r);
                tally.found(
                        happened.contains(row.content()) ? Finding.DUPLICATED : Finding.UNEXPECTED,
                        "seq " + row.seq() + " (" + row.content() + ")");
            }
        }
        return tally;
    }

    private static void missing(LifecycleItem item, Tally tally, Predicate<Long> notDue) {
        switch (item.delivery()) {
            case NOBODY -> tally.remarked(Remark.SENT_TO_NOBODY, 1);
            case IN_FLIGHT -> tally.remarked(Remark.IN_FLIGHT, 1);
            case CERTAIN -> {
                if (notDue.test(item.wallMicros())) {
                    tally.remarked(Remark.NOT_DUE, 1);
                } else {
                    tally.found(Finding.LOST, "event " + item.index() + " (" + item.content() + ")");
                }
            }
        }
    }
}

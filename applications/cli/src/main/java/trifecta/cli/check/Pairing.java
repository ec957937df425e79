package trifecta.cli.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Pairs what should be there (items) with what is there (rows), as multisets: in stages, the strictest first, and alike ones in their
 * order, so that the pairs are those that disturb the order least.
 */
final class Pairing {
    static final int NONE = -1;

    private final int[] rowOfItem;
    private final int[] itemOfRow;
    private final IntPredicate certain;

    /** Whether an item and a row of the same key may be a pair. */
    interface Agreement {
        boolean holds(int item, int row);
    }

    /**
     * @param certain whether an item has to be there: with fewer rows than items the uncertain ones go without
     */
    Pairing(int items, int rows, IntPredicate certain) {
        this.rowOfItem = new int[items];
        this.itemOfRow = new int[rows];
        this.certain = certain;
        Arrays.fill(rowOfItem, NONE);
        Arrays.fill(itemOfRow, NONE);
    }

    /** Pairs what both have in common in order and agrees; for keys that may return, before anything else is paired. */
    void pairInOrder(
            List<? extends @Nullable Object> itemKeys, List<? extends @Nullable Object> rowKeys, Agreement agreement) {
        int[] partners = CommonSequence.of(itemKeys, rowKeys);
        for (int item = 0; item < partners.length; item++) {
            if (partners[item] != CommonSequence.NONE && agreement.holds(item, partners[item])) {
                marry(item, partners[item]);
            }
        }
    }

    /** Pairs what is still single, by equal keys. A null key never pairs. */
    void pair(IntFunction<@Nullable Object> itemKey, IntFunction<@Nullable Object> rowKey, Agreement agreement) {
        Map<Object, List<Integer>> items = single(rowOfItem, itemKey);
        single(itemOfRow, rowKey).forEach((key, rows) -> {
            List<Integer> alike = items.get(key);
            if (alike != null) {
                pair(alike, rows, agreement);
            }
        });
        preferCertain(itemKey, rowKey, agreement);
    }

    /** The row that an item was found in, or {@link #NONE}. */
    int rowOf(int item) {
        return rowOfItem[item];
    }

    /** The item that a row stands for, or {@link #NONE}. */
    int itemOf(int row) {
        return itemOfRow[row];
    }

    /** How many pairs would have to be moved to stand in the items' order. */
    int outOfOrder() {
        int[] places = Arrays.stream(itemOfRow).filter(item -> item != NONE).toArray();
        return places.length - LongestRise.of(places);
    }

    private void pair(List<Integer> items, List<Integer> rows, Agreement agreement) {
        int from = 0;
        for (int row : rows) {
            while (from < items.size() && rowOfItem[items.get(from)] != NONE) {
                from++;
            }
            for (int i = from; i < items.size(); i++) {
                int item = items.get(i);
                if (rowOfItem[item] == NONE && agreement.holds(item, row)) {
                    marry(item, row);
                    break;
                }
            }
        }
    }

    /** A certain item without a row takes that of an uncertain one that agrees with it as well. */
    private void preferCertain(
            IntFunction<@Nullable Object> itemKey, IntFunction<@Nullable Object> rowKey, Agreement agreement) {
        Map<Object, List<Integer>> wanting = new HashMap<>();
        single(rowOfItem, itemKey)
                .forEach((key, items) -> wanting.put(
                        key,
                        new ArrayList<>(items.stream().filter(certain::test).toList())));
        for (int row = 0; row < itemOfRow.length; row++) {
            int holder = itemOfRow[row];
            Object key = holder == NONE || certain.test(holder) ? null : rowKey.apply(row);
            for (int item : key == null ? List.<Integer>of() : wanting.getOrDefault(key, List.of())) {
                if (rowOfItem[item] == NONE && agreement.holds(item, row)) {
                    rowOfItem[holder] = NONE;
                    marry(item, row);
                    break;
                }
            }
        }
    }

    private void marry(int item, int row) {
        rowOfItem[item] = row;
        itemOfRow[row] = item;
    }

    private static Map<Object, List<Integer>> single(int[] partners, IntFunction<@Nullable Object> keyOf) {
        Map<Object, List<Integer>> places = new HashMap<>();
        for (int i = 0; i < partners.length; i++) {
            Object key = partners[i] == NONE ? keyOf.apply(i) : null;
            if (key != null) {
                places.computeIfAbsent(key, any -> new ArrayList<>()).add(i);
            }
        }
        return places;
    }
}

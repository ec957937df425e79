package trifecta.exchange;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * Things in the order of their serial numbers: grows at its end, may lose anything, and is read from any number on without a look at
 * what stands before, so that a page in the middle of a million costs what the first one does.
 */
final class Serials<T> {
    private final ToLongFunction<T> serial;
    private final ArrayList<T> all = new ArrayList<>();

    /** @param serial never changes and rises from one that is added to the next */
    Serials(ToLongFunction<T> serial) {
        this.serial = serial;
    }

    void add(T item) {
        all.add(item);
    }

    void removeIf(Predicate<T> condition) {
        all.removeIf(condition);
    }

    int size() {
        return all.size();
    }

    long serial(T item) {
        return serial.applyAsLong(item);
    }

    /** Those with this number and larger ones, as they are now. */
    List<T> from(long number) {
        int low = 0;
        int high = all.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (serial.applyAsLong(all.get(middle)) < number) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        int first = low;
        return new AbstractList<>() {
            @Override
            public T get(int index) {
                return all.get(first + index);
            }

            @Override
            public int size() {
                return all.size() - first;
            }
        };
    }
}

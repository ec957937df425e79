package trifecta.cli.check;

import java.util.HashMap;
import java.util.Map;
import trifecta.market.BookHash;
import trifecta.market.Side;

/** The checker's own fold of a book: sizes by level and their hash. */
final class Levels {
    private final Map<Long, Long> sizes = new HashMap<>();
    private long hash;

    long size(Side side, int priceMicros) {
        return sizes.getOrDefault(key(side, priceMicros), 0L);
    }

    void set(Side side, int priceMicros, long sizeHundredths) {
        hash -= BookHash.ofLevel(side, priceMicros, size(side, priceMicros));
        sizes.put(key(side, priceMicros), sizeHundredths);
        hash += BookHash.ofLevel(side, priceMicros, sizeHundredths);
    }

    void clear() {
        sizes.clear();
        hash = 0;
    }

    boolean isEmpty() {
        return sizes.values().stream().allMatch(size -> size == 0);
    }

    long hash() {
        return hash;
    }

    private static long key(Side side, int priceMicros) {
        return 2L * priceMicros + side.bit();
    }
}

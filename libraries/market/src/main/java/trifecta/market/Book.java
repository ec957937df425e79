package trifecta.market;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A folded order book: sizes by side and price, and their hash. Single-threaded. Small on purpose (an open-addressed table of
 * primitives), since a gatherer holds one for each market, and most of a million markets are idle: an empty book has no table of
 * its own, and one that a snapshot filled has room for nothing more until its first change.
 */
public final class Book {
    private static final int SMALLEST = 16;
    private static final int FREE = -1;

    /** The table of all empty books. Its one slot counts as full, so that it is never written. */
    private static final int[] NO_KEYS = {FREE};

    private static final long[] NO_SIZES = {0};

    private int[] keys = NO_KEYS;
    private long[] sizes = NO_SIZES;
    private int used;
    private int levels;
    private long hash;

    /** The book's hash, see {@link BookHash}. */
    public long hash() {
        return hash;
    }

    public boolean isEmpty() {
        return levels == 0;
    }

    /** The size at a level in hundredths; 0 where there is none. */
    public long size(Side side, int priceMicros) {
        int slot = slot(key(side, priceMicros));
        return keys[slot] == FREE ? 0 : sizes[slot];
    }

    /**
     * Adds a signed size to a level.
     *
     * @return the level's size after it; negative when the book before was wrong, which the caller has to judge
     */
    public long add(Side side, int priceMicros, long deltaHundredths) {
        int key = key(side, priceMicros);
        int slot = slot(key);
        long before = 0;
        if (keys[slot] == FREE) {
            if (2 * ++used > keys.length) {
                rehash();
                slot = slot(key);
                used++;
            }
            keys[slot] = key;
        } else {
            before = sizes[slot];
        }
        long after = Math.addExact(before, deltaHundredths);
        sizes[slot] = after;
        levels += (after == 0 ? 0 : 1) - (before == 0 ? 0 : 1);
        hash += BookHash.ofLevel(side, priceMicros, after) - BookHash.ofLevel(side, priceMicros, before);
        return after;
    }

    /** Becomes the book that a snapshot shows. */
    public void replace(List<Level> content) {
        clear();
        if (!content.isEmpty()) {
            allocate(2 * Integer.highestOneBit(2 * content.size() - 1));
        }
        for (Level level : content) {
            add(level.side(), level.priceMicros(), level.sizeHundredths());
        }
    }

    /** The levels with a size, NO before YES, by rising price. */
    public List<Level> content() {
        List<Level> content = new ArrayList<>(levels);
        for (int slot = 0; slot < keys.length; slot++) {
            if (keys[slot] != FREE && sizes[slot] != 0) {
                content.add(new Level(Side.ofBit(keys[slot] & 1), keys[slot] >>> 1, sizes[slot]));
            }
        }
        content.sort(Comparator.comparing(Level::side).thenComparingInt(Level::priceMicros));
        return content;
    }

    private void clear() {
        keys = NO_KEYS;
        sizes = NO_SIZES;
        used = 0;
        levels = 0;
        hash = 0;
    }

    private void allocate(int capacity) {
        keys = freeKeys(capacity);
        sizes = new long[capacity];
        used = 0;
        levels = 0;
    }

    /** Keeps levels with a size only; emptied levels stay in the table until then. */
    private void rehash() {
        int[] oldKeys = keys;
        long[] oldSizes = sizes;
        allocate(Math.max(SMALLEST, Integer.highestOneBit(Math.max(1, levels)) * 8));
        for (int old = 0; old < oldKeys.length; old++) {
            if (oldKeys[old] != FREE && oldSizes[old] != 0) {
                int slot = slot(oldKeys[old]);
                keys[slot] = oldKeys[old];
                sizes[slot] = oldSizes[old];
                used++;
                levels++;
            }
        }
    }

    private int slot(int key) {
        int mask = keys.length - 1;
        int slot = (key * 0x9E3779B9) >>> 7 & mask;
        while (keys[slot] != FREE && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private static int[] freeKeys(int capacity) {
        int[] keys = new int[capacity];
        Arrays.fill(keys, FREE);
        return keys;
    }

    private static int key(Side side, int priceMicros) {
        return (priceMicros << 1) | side.bit();
    }
}

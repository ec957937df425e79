package trifecta.market;

import java.util.List;

/**
 * The 64-bit hash of a whole book: the sum, modulo 2^64, of a mixed hash of each level, so that one delta updates it in a few
 * nanoseconds and two books are compared by one number. The empty book hashes to 0.
 *
 * <p>The function is a contract: outsiders recompute it from the public rows.
 */
public final class BookHash {
    private static final long SIZE_FACTOR = 0xD6E8FEB86659FD93L;

    private BookHash() {}

    /**
     * The part of one level in its book's hash.
     *
     * @param sizeHundredths the level's size; an empty level contributes 0
     */
    public static long ofLevel(Side side, int priceMicros, long sizeHundredths) {
        if (sizeHundredths == 0) {
            return 0;
        }
        return Splitmix.mix(Splitmix.mix(((long) priceMicros << 1) | side.bit()) ^ (sizeHundredths * SIZE_FACTOR));
    }

    /** Hash of a whole book. */
    public static long of(List<Level> levels) {
        long hash = 0;
        for (Level level : levels) {
            hash += ofLevel(level.side(), level.priceMicros(), level.sizeHundredths());
        }
        return hash;
    }

    /** The hash before a change of one level, given the hash after it. */
    public static long before(long hashAfter, Side side, int priceMicros, long deltaHundredths, long sizeAfter) {
        return hashAfter
                - ofLevel(side, priceMicros, sizeAfter)
                + ofLevel(side, priceMicros, sizeAfter - deltaHundredths);
    }
}

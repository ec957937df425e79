package trifecta.market;

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
        return mix(mix(((long) priceMicros << 1) | side.bit()) ^ (sizeHundredths * SIZE_FACTOR));
    }

    /** The hash before a change of one level, given the hash after it. */
    public static long before(long hashAfter, Side side, int priceMicros, long deltaHundredths, long sizeAfter) {
        return hashAfter
                - ofLevel(side, priceMicros, sizeAfter)
                + ofLevel(side, priceMicros, sizeAfter - deltaHundredths);
    }

    /** The finaliser of splitmix64. */
    static long mix(long value) {
        long x = value + 0x9E3779B97F4A7C15L;
        x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
        x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
        return x ^ (x >>> 31);
    }
}

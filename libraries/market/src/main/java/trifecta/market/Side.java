package trifecta.market;

/** The side of a resting order. Both sides hold bids: a NO bid at p is a YES ask at one dollar minus p. */
public enum Side {
    NO,
    YES;

    private static final Side[] VALUES = values();

    /** The bit that stands for this side in hashes and stores: 0 for NO, 1 for YES. */
    public int bit() {
        return ordinal();
    }

    /**
     * @param bit 0 or 1
     */
    public static Side ofBit(int bit) {
        return VALUES[bit];
    }
}

package trifecta.market;

/** The side of a resting order. Both sides hold bids: a NO bid at p is a YES ask at one dollar minus p. */
public enum Side {
    NO(0),
    YES(1);

    private final int bit;

    Side(int bit) {
        this.bit = bit;
    }

    /** The bit that stands for this side in hashes and stores: 0 for NO, 1 for YES. */
    public int bit() {
        return bit;
    }

    /**
     * @param bit 0 or 1
     */
    public static Side ofBit(int bit) {
        return bit == 0 ? NO : YES;
    }
}

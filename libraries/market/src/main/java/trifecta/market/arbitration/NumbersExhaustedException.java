package trifecta.market.arbitration;

/** No numbers are left between two rows of a market's chain. The market has to be set aside: rows are never renumbered. */
public final class NumbersExhaustedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NumbersExhaustedException(long before, long after, int rows) {
        super("number " + rows + " rows between seq " + before + " and seq " + after
                + ": no room left; set this market aside and merge it anew");
    }
}

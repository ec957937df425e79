package trifecta.cli.check;

import java.math.BigDecimal;
import trifecta.market.Side;

/**
 * What happened to a book, apart from when and from what came of it.
 *
 * @param replaced the whole book was replaced; the other fields are then NO, 0 and 0
 */
record Change(boolean replaced, Side side, int priceMicros, long deltaHundredths) {
    static final Change REPLACED = new Change(true, Side.NO, 0, 0);

    static Change delta(Side side, int priceMicros, long deltaHundredths) {
        return new Change(false, side, priceMicros, deltaHundredths);
    }

    @Override
    public String toString() {
        return replaced
                ? "book replaced"
                : "%s %s %+.2f"
                        .formatted(side == Side.YES ? "yes" : "no", dollars(priceMicros), deltaHundredths / 100.0);
    }

    private static String dollars(int micros) {
        return BigDecimal.valueOf(micros, 6).stripTrailingZeros().toPlainString();
    }
}

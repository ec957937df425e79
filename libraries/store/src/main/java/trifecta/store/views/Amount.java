package trifecta.store.views;

import java.math.BigDecimal;
import java.util.Locale;

/** Prices and sizes as decimals, exactly. */
public final class Amount {
    private static final int PRICE_SCALE = 6;
    private static final int SIZE_SCALE = 2;
    private static final int CENTS = 2;

    private Amount() {}

    /** A price in dollars, with as many decimals as it needs, cents at least. */
    public static BigDecimal price(long micros) {
        return price(BigDecimal.valueOf(micros, PRICE_SCALE));
    }

    /** The same of a price that was read in dollars. */
    public static BigDecimal price(BigDecimal dollars) {
        BigDecimal shortest = dollars.stripTrailingZeros();
        return shortest.scale() < CENTS ? shortest.setScale(CENTS) : shortest;
    }

    /** A size in contracts. */
    public static BigDecimal size(long hundredths) {
        return BigDecimal.valueOf(hundredths, SIZE_SCALE);
    }

    /** A size as people read it. */
    public static String grouped(BigDecimal size) {
        return String.format(Locale.ROOT, "%,.2f", size);
    }
}

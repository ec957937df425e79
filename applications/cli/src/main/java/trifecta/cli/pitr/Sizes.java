package trifecta.cli.pitr;

import java.util.Locale;

/** Sizes for people: three digits are enough. */
public final class Sizes {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};
    private static final double STEP = 1024;
    private static final double TEN = 10;

    private Sizes() {}

    /** In the largest unit of which there is one at least; units are powers of 1024. */
    public static String text(long bytes) {
        double amount = bytes;
        int unit = 0;
        while (amount >= STEP && unit < UNITS.length - 1) {
            amount /= STEP;
            unit++;
        }
        return String.format(Locale.ROOT, unit > 0 && amount < TEN ? "%.1f %s" : "%.0f %s", amount, UNITS[unit]);
    }
}

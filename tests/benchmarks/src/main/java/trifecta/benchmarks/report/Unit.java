package trifecta.benchmarks.report;

import java.util.Locale;

/** How a figure is written. */
public enum Unit {
    PER_SECOND("/s", 0),
    MILLIS(" ms", 0),
    MEGABYTES(" MB", 0),
    BYTES(" B", 1),
    TIMES("x", 2),
    COUNT("", 0);

    private static final double THOUSAND = 1e3;
    private static final double MILLION = 1e6;

    private final String suffix;
    private final int decimals;

    Unit(String suffix, int decimals) {
        this.suffix = suffix;
        this.decimals = decimals;
    }

    String full(double figure) {
        return plain(figure) + suffix;
    }

    /** As {@link #full} in few characters and without the unit. */
    String brief(double figure) {
        if (figure >= MILLION) {
            return String.format(Locale.ROOT, "%.2fM", figure / MILLION);
        }
        return figure >= 10 * THOUSAND ? String.format(Locale.ROOT, "%.1fk", figure / THOUSAND) : plain(figure);
    }

    private String plain(double figure) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", figure);
    }
}

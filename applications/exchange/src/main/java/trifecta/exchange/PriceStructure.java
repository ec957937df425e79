package trifecta.exchange;

/** The grid of a market's prices. */
enum PriceStructure {
    LINEAR_CENT("linear_cent", 10_000),
    DECI_CENT("deci_cent", 1_000);

    static final int DOLLAR_MICROS = 1_000_000;

    private final String wireName;
    private final int stepMicros;

    PriceStructure(String wireName, int stepMicros) {
        this.wireName = wireName;
        this.stepMicros = stepMicros;
    }

    String wireName() {
        return wireName;
    }

    int stepMicros() {
        return stepMicros;
    }

    /** Steps in a dollar; prices are 1 to {@code ticks() - 1} steps. */
    int ticks() {
        return DOLLAR_MICROS / stepMicros;
    }
}

package trifecta.exchange;

/**
 * What the simulated exchange is like.
 *
 * @param markets markets that are open at any time
 * @param active as many of them trade, close and are followed by new ones; the others stand still
 * @param rate messages a second over all channels
 * @param seed fixes everything that happens, given the clock
 * @param marketEveryMicros a market closes, and another opens, this often
 * @param lastsMicros after this time nothing happens any more; {@link #FOR_EVER}: it never ends
 */
record Simulation(int markets, int active, double rate, long seed, long marketEveryMicros, long lastsMicros) {
    static final long FOR_EVER = 0;

    /** One whose markets all trade. */
    Simulation(int markets, double rate, long seed, long marketEveryMicros, long lastsMicros) {
        this(markets, markets, rate, seed, marketEveryMicros, lastsMicros);
    }

    /** One that does not end. */
    Simulation(int markets, double rate, long seed, long marketEveryMicros) {
        this(markets, rate, seed, marketEveryMicros, FOR_EVER);
    }

    Simulation {
        if (markets < 1 || active < 1 || active > markets || rate <= 0 || marketEveryMicros < 1000 || lastsMicros < 0) {
            throw new IllegalArgumentException("no simulation: " + active + " of " + markets + " markets, " + rate
                    + " messages/s, a market every " + marketEveryMicros + " us");
        }
    }
}

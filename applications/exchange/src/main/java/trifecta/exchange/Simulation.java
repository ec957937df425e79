package trifecta.exchange;

/**
 * What the simulated exchange is like.
 *
 * @param markets markets that are open at any time
 * @param rate messages a second over all channels
 * @param seed fixes everything that happens, given the clock
 * @param marketEveryMicros a market closes, and another opens, this often
 */
record Simulation(int markets, double rate, long seed, long marketEveryMicros) {
    Simulation {
        if (markets < 1 || rate <= 0 || marketEveryMicros < 1000) {
            throw new IllegalArgumentException("no simulation: " + markets + " markets, " + rate
                    + " messages/s, a market every " + marketEveryMicros + " us");
        }
    }
}

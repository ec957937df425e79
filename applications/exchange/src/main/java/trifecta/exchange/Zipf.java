package trifecta.exchange;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Picks slots so that a few are busy and most are quiet: the chance of slot i falls as 1 / (i + 3). */
final class Zipf {
    /** Keeps the busiest slot from taking a quarter of everything. */
    private static final int FLATTENING = 3;

    private final double[] upTo;

    Zipf(int slots) {
        upTo = new double[slots];
        double sum = 0;
        for (int slot = 0; slot < slots; slot++) {
            sum += 1.0 / (slot + FLATTENING);
            upTo[slot] = sum;
        }
    }

    int pick(RandomGenerator random) {
        double point = random.nextDouble() * upTo[upTo.length - 1];
        int found = Arrays.binarySearch(upTo, point);
        return Math.min(found >= 0 ? found : -found - 1, upTo.length - 1);
    }
}

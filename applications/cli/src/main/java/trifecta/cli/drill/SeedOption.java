package trifecta.cli.drill;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The number that makes a drill the same again. */
final class SeedOption {
    private static final int ANY_BELOW = 1_000_000;

    @Option(
            names = "--seed",
            description = "any whole number: fixes the simulation and random faults (default: any, printed)")
    private @Nullable Long seed;

    /** The one that was given, else any. */
    long chosen() {
        return seed == null ? RandomGenerator.getDefault().nextInt(1, ANY_BELOW) : seed;
    }
}

package trifecta.cli.look;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** How many rows may be asked for. */
final class Limits {
    /** As many as a person's machine holds in memory. */
    private static final int MOST = 10_000_000;

    private Limits() {}

    /** @throws ParameterException when the number is none that can be */
    static void check(CommandLine command, int limit) {
        if (limit < 1 || limit > MOST) {
            throw new ParameterException(command, "--limit must be 1 to %,d".formatted(MOST));
        }
    }
}

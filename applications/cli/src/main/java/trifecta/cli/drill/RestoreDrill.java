package trifecta.cli.drill;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import trifecta.service.Quantities;

/** Production goes back to an earlier time while everything else runs, and ends as if that had never happened. */
@Command(
        name = "restore",
        description = "put production back to an earlier time; it has to catch up to what it would have been",
        footer = {
            "%nA stack is played, a base backup taken and verified; later production's server is",
            "stopped and restored while gatherers and deduplicators run on. At the end the same",
            "lines are merged once more into an empty database, which was never put back: both",
            "have to have the same content hash, and the exchange's record decides besides.%n"
        })
final class RestoreDrill implements Callable<Integer> {
    private static final int SECONDS_MOST = 3600;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            defaultValue = "-20s",
            description = "how long production goes back (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init") // has a default, set by picocli
    private String to;

    @Option(names = "--size", paramLabel = "BYTES", description = "fill production up to this first, 1GB for example")
    private @Nullable String size;

    @Option(names = "--markets", defaultValue = "300", description = "open markets (default: ${DEFAULT-VALUE})")
    private int markets;

    @Option(names = "--rate", defaultValue = "800", description = "messages a second (default: ${DEFAULT-VALUE})")
    private int rate;

    @Mixin
    private final SeedOption seed = new SeedOption();

    @Mixin
    private final DrillOptions options = new DrillOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        RestorePlay play = new RestorePlay(markets, rate, seed.chosen(), back(), bytes());
        return DrillRun.play(() -> play.run(out, options));
    }

    private Duration back() {
        try {
            Duration back = Quantities.duration(to.startsWith("-") ? to.substring(1) : to);
            if (to.startsWith("-") && back.toSeconds() >= 1 && back.toSeconds() <= SECONDS_MOST) {
                return back;
            }
            throw new IllegalArgumentException("must be -1s to -" + SECONDS_MOST + "s");
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "--to says how long ago, -20s for example: " + to + " " + e.getMessage(), e);
        }
    }

    private long bytes() {
        try {
            return size == null ? 0 : Quantities.bytes(size);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--size " + size + " " + e.getMessage(), e);
        }
    }
}

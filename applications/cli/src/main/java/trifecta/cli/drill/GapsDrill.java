package trifecta.cli.drill;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import trifecta.cli.up.StackSettings;

/** Every fault of the exchange at random places on one, two and all lines; the ledger is held against what was withheld. */
@Command(
        name = "gaps",
        description = "every fault of the exchange at random places on one, two and all lines; the ledger has to show"
                + " exactly what is missing",
        footer =
                "%nThe last line counts what the ledger claims falsely; gaps that it reports wider than they are, or not"
                        + " at all, are named before it.%n")
final class GapsDrill implements Callable<Integer> {
    private static final int SECONDS_LEAST = 20;

    /**
     * Books are compared by REST and by snapshots all the time, markets whose announcement was lost are looked for soon, and dead
     * connections found within seconds.
     */
    private static final Map<String, String> EAGER = Map.of(
            "gatherer.book-poll", "5s",
            "gatherer.verify-interval", "20s",
            "gatherer.reconcile-interval", "6s",
            "gatherer.ping-silence", "7s");

    @Option(names = "--markets", defaultValue = "500", description = "open markets (default: ${DEFAULT-VALUE})")
    private int markets;

    @Option(names = "--rate", defaultValue = "1500", description = "messages a second (default: ${DEFAULT-VALUE})")
    private int rate;

    @Option(names = "--seconds", defaultValue = "120", description = "how long (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Mixin
    private final SeedOption seed = new SeedOption();

    @Mixin
    private final DrillOptions options = new DrillOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (seconds < SECONDS_LEAST) {
            throw new ParameterException(spec.commandLine(), "--seconds must be " + SECONDS_LEAST + " at least");
        }
        long chosen = seed.chosen();
        String faults = new RandomFaults(chosen, StackSettings.LINES).over(seconds);
        SimulatedPlay play = new SimulatedPlay(markets, rate, seconds, chosen, faults, false, EAGER);
        return DrillRun.play(() -> play.run(spec.commandLine().getOut(), options));
    }
}

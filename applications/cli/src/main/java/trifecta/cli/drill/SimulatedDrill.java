package trifecta.cli.drill;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The simulated exchange for a while, with faults if asked for, and the verdict. */
@Command(
        name = "simulated",
        description = "run the simulated exchange, with faults if asked for; nothing may be lost",
        footer = {
            "%nFaults as the exchange takes them, joined by semicolons:",
            "  cut:line=2,every=10s   stall:line=1,seconds=3s,every=20s",
            "  hole:line=3,count=2,every=10s   drop:line=1,every=10s",
            "  error25:line=2,every=15s   error26:limit=200",
            "  stamps=jitter:line=2   stamps=millis:line=3   stamps=none:line=1%n"
        })
final class SimulatedDrill implements Callable<Integer> {
    @Option(names = "--markets", defaultValue = "500", description = "open markets (default: ${DEFAULT-VALUE})")
    private int markets;

    @Option(names = "--rate", defaultValue = "1000", description = "messages a second (default: ${DEFAULT-VALUE})")
    private int rate;

    @Option(names = "--seconds", defaultValue = "60", description = "how long (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Mixin
    private final SeedOption seed = new SeedOption();

    @Option(names = "--faults", defaultValue = "", description = "what the exchange does wrong (default: nothing)")
    @SuppressWarnings("NullAway.Init") // has a default, set by picocli
    private String faults;

    @Option(names = "--kill", description = "kill gatherer 1 in the middle")
    private boolean kill;

    @Mixin
    private final DrillOptions options = new DrillOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (seconds < 1) {
            throw new ParameterException(spec.commandLine(), "--seconds must be 1 at least");
        }
        long chosen = seed.chosen();
        SimulatedPlay play = new SimulatedPlay(markets, rate, seconds, chosen, faults, kill, Map.of());
        return DrillRun.play(() -> play.run(spec.commandLine().getOut(), options));
    }
}

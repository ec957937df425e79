package trifecta.cli.drill;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import trifecta.cli.up.Source;
import trifecta.cli.up.Stack;

/** The simulated exchange for a while, with faults if asked for, and the verdict. */
@Command(
        name = "simulated",
        description = "run the simulated exchange, with faults if asked for; nothing may be lost",
        footer = {
            "%nFaults as the exchange takes them, joined by semicolons:",
            "  cut:line=2,every=10s   stall:line=1,seconds=3s,every=20s   hole:line=3,count=2,every=10s",
            "  drop:line=1,every=10s   error25:line=2,every=15s   error26:limit=200",
            "  stamps=jitter:line=2   stamps=millis:line=3   stamps=none:line=1%n"
        })
final class SimulatedDrill implements Callable<Integer> {
    private static final Duration LIVE_WITHIN = Duration.ofMinutes(2);
    /** What the lines need at most to be live: added to the time that was asked for. */
    private static final int START_SECONDS = 10;

    private static final Duration MERGED_WITHIN = Duration.ofMinutes(3);

    @Option(names = "--markets", defaultValue = "500", description = "open markets (default: ${DEFAULT-VALUE})")
    private int markets;

    @Option(names = "--rate", defaultValue = "1000", description = "messages a second (default: ${DEFAULT-VALUE})")
    private int rate;

    @Option(names = "--seconds", defaultValue = "60", description = "how long (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--seed", description = "fixes simulation and faults (default: any, printed)")
    private @Nullable Integer seed;

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
    public Integer call() throws InterruptedException {
        int chosen = seed == null ? RandomGenerator.getDefault().nextInt(1, 1_000_000) : seed;
        Map<String, String> exchange = new LinkedHashMap<>();
        exchange.put("exchange.seconds", String.valueOf(seconds + START_SECONDS));
        exchange.put("exchange.faults", faults);
        try (Rehearsal drill = Rehearsal.start(
                spec.commandLine().getOut(),
                options,
                new Source.Simulated(markets, rate, chosen),
                Map.of("exchange", exchange))) {
            drill.say("%,d markets, %,d messages/s for %d s, seed %d, faults: %s"
                    .formatted(markets, rate, seconds, chosen, faults.isEmpty() ? "none" : faults));
            drill.await("all lines are live", LIVE_WITHIN, drill::allLinesLive);
            if (kill) {
                double half = (double) rate * seconds / 2;
                drill.await(
                        "half of the messages are sent",
                        LIVE_WITHIN.plusSeconds(seconds),
                        () -> drill.value(Stack.EXCHANGE, "emitted") > half);
                drill.stack().kill(Stack.gatherer(1));
                drill.say("gatherer 1 killed (kill -9)");
            }
            drill.await(
                    "the exchange has sent everything",
                    LIVE_WITHIN.plusSeconds(seconds),
                    () -> "finished".equals(drill.text(Stack.EXCHANGE, "state")));
            drill.await("all lines are live", LIVE_WITHIN, drill::allLinesLive);
            drill.awaitMerged(MERGED_WITHIN);
            drill.endLines(MERGED_WITHIN);
            boolean passed = drill.verdict(options.verify);
            drill.say("seed " + chosen + (passed ? ": passed" : ": FAILED, the same seed replays it"));
            return passed ? 0 : 1;
        }
    }
}

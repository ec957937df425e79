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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import trifecta.cli.up.Source;
import trifecta.cli.up.Stack;
import trifecta.cli.up.StackSettings;
import trifecta.service.status.Status;

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
    private static final Duration LIVE_WITHIN = Duration.ofMinutes(2);

    /** A slow machine makes up for what it is late with after the last moment. */
    private static final Duration SENT_WITHIN = Duration.ofMinutes(5);

    private static final Duration MERGED_WITHIN = Duration.ofMinutes(3);

    /** Less than this share of the rate that was asked for is another drill. */
    private static final double RATE_SHARE = 0.9;

    /** Summaries are not counted as delivered, and what was in flight at a break is not; far more than this is. */
    private static final double DELIVERED_SHARE = 0.5;

    @Option(names = "--markets", defaultValue = "500", description = "open markets (default: ${DEFAULT-VALUE})")
    private int markets;

    @Option(names = "--rate", defaultValue = "1000", description = "messages a second (default: ${DEFAULT-VALUE})")
    private int rate;

    @Option(names = "--seconds", defaultValue = "60", description = "how long (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--seed", description = "any whole number: fixes simulation and faults (default: any, printed)")
    private @Nullable Long seed;

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
        return DrillRun.play(this::play);
    }

    private int play() throws InterruptedException {
        long chosen = seed == null ? RandomGenerator.getDefault().nextInt(1, 1_000_000) : seed;
        Map<String, String> orders = new LinkedHashMap<>();
        orders.put("exchange.markets", String.valueOf(markets));
        orders.put("exchange.rate", String.valueOf(rate));
        orders.put("exchange.seed", String.valueOf(chosen));
        orders.put("exchange.seconds", String.valueOf(seconds));
        orders.put("exchange.faults", faults);
        orders.put("exchange.lines-awaited", String.valueOf(StackSettings.LINES));
        ExchangeOrders.check(orders, StackSettings.LINES);
        try (Rehearsal drill = Rehearsal.start(
                spec.commandLine().getOut(),
                options,
                new Source.Simulated(markets, rate, chosen),
                Map.of(Stack.EXCHANGE, orders))) {
            drill.say("%,d markets, %,d messages/s for %d s, seed %d, faults: %s"
                    .formatted(markets, rate, seconds, chosen, faults.isEmpty() ? "none" : faults));
            // the exchange waits for all lines; the merge may follow later, as it may at any time
            drill.await("all lines listen, the exchange begins", LIVE_WITHIN, () -> begun(drill));
            if (kill) {
                double half = (double) rate * seconds / 2;
                drill.await(
                        "half of the messages are sent",
                        SENT_WITHIN.plusSeconds(seconds),
                        () -> drill.value(Stack.EXCHANGE, "emitted") > half || finished(drill));
                drill.killInTheMiddle(1);
            }
            drill.await("the exchange has sent everything", SENT_WITHIN.plusSeconds(seconds), () -> finished(drill));
            requireRate(drill);
            drill.await("all lines are live", LIVE_WITHIN, drill::allLinesLive);
            drill.requireFaults();
            drill.awaitMerged(MERGED_WITHIN);
            drill.endLines(MERGED_WITHIN);
            drill.endExchange();
            boolean passed = drill.verdict((double) rate * seconds * DELIVERED_SHARE, options.verify);
            drill.say("seed " + chosen + (passed ? ": passed" : ": FAILED, the same seed replays it"));
            return passed ? 0 : 1;
        }
    }

    private void requireRate(Rehearsal drill) throws InterruptedException {
        Status exchange = drill.answer(Stack.EXCHANGE);
        double sent = exchange.number("emitted");
        double skipped = exchange.number("skippedMillis");
        drill.say("%,.0f messages sent, %,.0f/s of %,d/s asked for%s"
                .formatted(
                        sent,
                        sent / seconds,
                        rate,
                        skipped > 0 ? ", %,.1f s left out for want of speed".formatted(skipped / 1000) : ""));
        drill.require(
                sent >= RATE_SHARE * rate * seconds,
                "%,d messages/s: this machine is too slow for it, or too busy".formatted(rate));
    }

    private static boolean begun(Rehearsal drill) {
        return drill.value(Stack.EXCHANGE, "emitted") > 0;
    }

    private static boolean finished(Rehearsal drill) {
        return "finished".equals(drill.text(Stack.EXCHANGE, "state"));
    }
}

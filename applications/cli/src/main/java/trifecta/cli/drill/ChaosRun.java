package trifecta.cli.drill;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import trifecta.cli.up.Source;
import trifecta.cli.up.Stack;
import trifecta.cli.up.StackSettings;
import trifecta.service.Clocks;
import trifecta.service.OperatingException;
import trifecta.service.status.Status;

/** One run of chaos: a stack whose every way can fail, its plan, its healing and its verdict. */
final class ChaosRun {
    private static final Duration LIVE_WITHIN = Duration.ofMinutes(2);

    /** After the last trouble everything has to be covered again, without a hand. */
    private static final Duration WHOLE_WITHIN = Duration.ofMinutes(1);

    /** Nothing may lag then. */
    private static final Duration MERGED_WITHIN = Duration.ofMinutes(2);

    /** Dead connections are found within seconds, and books are compared often. */
    private static final Map<String, String> EAGER = Map.of(
            "gatherer.book-poll", "5s",
            "gatherer.verify-interval", "20s",
            "gatherer.reconcile-interval", "6s",
            "gatherer.ping-silence", "7s");

    private final int markets;
    private final int rate;
    private final int seconds;
    private final long seed;
    private final LongSupplier ticks = Clocks.ticks();
    private final Map<String, Integer> happened = new TreeMap<>();
    private Duration healed = Duration.ZERO;

    /** @param rate messages a second */
    ChaosRun(int markets, int rate, int seconds, long seed) {
        this.markets = markets;
        this.rate = rate;
        this.seconds = seconds;
        this.seed = seed;
    }

    /** From the last trouble until all was whole again. */
    Duration healed() {
        return healed;
    }

    /** How often each kind of trouble happened. */
    Map<String, Integer> happened() {
        return happened;
    }

    /** @return whether it passed */
    boolean play(PrintWriter out, DrillOptions options) throws InterruptedException {
        Path spare = spare();
        try (Ways ways = new Ways()) {
            ChaosPlan plan = ChaosPlan.of(seed, seconds, ways.names());
            try (Rehearsal drill =
                    Rehearsal.start(out, options, new Source.Simulated(markets, rate, seed), overrides(ways, plan))) {
                ways.lead(drill.stack());
                Troublemaker troublemaker = new Troublemaker(drill, ways, spare);
                try {
                    return play(drill, plan, troublemaker, options);
                } finally {
                    troublemaker.happened().forEach((kind, count) -> happened.merge(kind.words(), count, Integer::sum));
                }
            }
        } finally {
            Folders.delete(spare);
        }
    }

    private boolean play(Rehearsal drill, ChaosPlan plan, Troublemaker troublemaker, DrillOptions options)
            throws InterruptedException {
        drill.say("seed %d, the exchange's faults: %s".formatted(seed, plan.exchange()));
        drill.await(
                "all lines listen, the exchange begins", LIVE_WITHIN, () -> drill.value(Stack.EXCHANGE, "emitted") > 0);
        troublemaker.make(plan.troubles());
        long over = ticks.getAsLong();
        drill.await("all lines are live", WHOLE_WITHIN, () -> drill.allLinesLive());
        drill.awaitMerged(MERGED_WITHIN);
        healed = Duration.ofNanos(ticks.getAsLong() - over);
        drill.await(
                "the exchange has sent everything",
                LIVE_WITHIN.plusSeconds(seconds),
                () -> "finished".equals(drill.text(Stack.EXCHANGE, "state")));
        exchangesFaults(drill.answer(Stack.EXCHANGE));
        drill.await("all lines are live", WHOLE_WITHIN, () -> drill.allLinesLive());
        drill.awaitMerged(MERGED_WITHIN);
        drill.endLines(MERGED_WITHIN);
        drill.endExchange();
        return drill.verdict(options.verify);
    }

    private void exchangesFaults(Status exchange) {
        if (exchange.fields().get("faults") instanceof Map<?, ?> all) {
            all.forEach(
                    (kind, count) -> happened.merge("exchange: " + kind, ((Number) count).intValue(), Integer::sum));
        }
    }

    private Map<String, Map<String, String>> overrides(Ways ways, ChaosPlan plan) {
        Map<String, String> orders = new LinkedHashMap<>();
        orders.put("exchange.markets", String.valueOf(markets));
        orders.put("exchange.rate", String.valueOf(rate));
        orders.put("exchange.seed", String.valueOf(seed));
        orders.put("exchange.seconds", String.valueOf(seconds));
        orders.put("exchange.faults", plan.exchange());
        orders.put("exchange.ping-every", "2s");
        orders.put("exchange.lines-awaited", String.valueOf(StackSettings.LINES));
        ExchangeOrders.check(orders, StackSettings.LINES);
        Map<String, Map<String, String>> overrides = new LinkedHashMap<>(ways.overrides());
        overrides.put(Stack.EXCHANGE, orders);
        overrides.put("gatherer", EAGER);
        return overrides;
    }

    private static Path spare() {
        try {
            return Files.createTempDirectory("trifecta-chaos-");
        } catch (IOException e) {
            throw new OperatingException("make a folder", e.toString(), "is the disk full?", e);
        }
    }
}

package trifecta.cli.drill;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import trifecta.cli.up.Source;
import trifecta.cli.up.Stack;
import trifecta.cli.up.StackSettings;
import trifecta.service.status.Status;

/**
 * A stack on the simulated exchange from its begin to its verdict.
 *
 * @param rate messages a second
 * @param faults as the exchange takes them; empty: none
 * @param kill whether gatherer 1 is killed in the middle
 * @param gatherers settings of every gatherer
 */
record SimulatedPlay(
        int markets, int rate, int seconds, long seed, String faults, boolean kill, Map<String, String> gatherers) {
    /** More often than the real exchange does: each answer tells what a line surely has. */
    private static final String PING_EVERY = "2s";

    private static final Duration LIVE_WITHIN = Duration.ofMinutes(2);

    /** A slow machine makes up for what it is late with after the last moment. */
    private static final Duration SENT_WITHIN = Duration.ofMinutes(5);

    private static final Duration MERGED_WITHIN = Duration.ofMinutes(3);

    /** Less than this share of the rate that was asked for is another drill. */
    private static final double RATE_SHARE = 0.9;

    /** Summaries are not counted as delivered, and what was in flight at a break is not; far more than this is. */
    private static final double DELIVERED_SHARE = 0.5;

    /** @return the exit code */
    int run(PrintWriter out, DrillOptions options) throws InterruptedException {
        Map<String, String> orders = new LinkedHashMap<>();
        orders.put("exchange.markets", String.valueOf(markets));
        orders.put("exchange.rate", String.valueOf(rate));
        orders.put("exchange.seed", String.valueOf(seed));
        orders.put("exchange.seconds", String.valueOf(seconds));
        orders.put("exchange.faults", faults);
        orders.put("exchange.ping-every", PING_EVERY);
        orders.put("exchange.lines-awaited", String.valueOf(StackSettings.LINES));
        ExchangeOrders.check(orders, StackSettings.LINES);
        try (Rehearsal drill =
                Rehearsal.start(out, options, new Source.Simulated(markets, rate, seed), overrides(orders))) {
            drill.say("%,d markets, %,d messages/s for %d s, seed %d, faults: %s"
                    .formatted(markets, rate, seconds, seed, faults.isEmpty() ? "none" : faults));
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
            drill.say("seed " + seed + (passed ? ": passed" : ": FAILED, the same seed replays it"));
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

    private Map<String, Map<String, String>> overrides(Map<String, String> orders) {
        Map<String, Map<String, String>> overrides = new LinkedHashMap<>();
        overrides.put(Stack.EXCHANGE, orders);
        for (int line = 1; line <= StackSettings.LINES; line++) {
            overrides.put(Stack.gatherer(line), gatherers);
        }
        return overrides;
    }

    private static boolean begun(Rehearsal drill) {
        return drill.value(Stack.EXCHANGE, "emitted") > 0;
    }

    private static boolean finished(Rehearsal drill) {
        return "finished".equals(drill.text(Stack.EXCHANGE, "state"));
    }
}

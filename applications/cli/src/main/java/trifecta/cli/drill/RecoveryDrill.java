package trifecta.cli.drill;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import trifecta.cli.up.Source;
import trifecta.cli.up.Stack;
import trifecta.service.Clocks;
import trifecta.service.OperatingException;
import trifecta.service.process.Breakage;
import trifecta.service.status.Leader;
import trifecta.service.status.RecoveryWatch;
import trifecta.service.status.Status;

/** Every process fails again and again: how long until new rows of all lines are merged again, and whether anything is lost. */
@Command(
        name = "recovery",
        description = "kill and pause every process, measure how long until all is whole again",
        footer = {
            "%nMeasured is the time from the failure until production has rows that all lines",
            "received after it. The table shows the median and the worst of the trials,",
            "beside the target and what is promised at most.%n"
        })
final class RecoveryDrill implements Callable<Integer> {
    private static final Duration WITHIN = Duration.ofMinutes(3);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    /** A process that was resumed or restarted stands by again within this. */
    private static final Duration SETTLED_WITHIN = Duration.ofMinutes(1);

    @Option(
            names = "--trials",
            defaultValue = "20",
            description = "how often each failure happens (default: ${DEFAULT-VALUE})")
    private int trials;

    @Option(names = "--only", paramLabel = "FAILURE", split = ",", description = "only these: ${COMPLETION-CANDIDATES}")
    private List<Breakage> only = List.of(Breakage.values());

    @Option(names = "--markets", defaultValue = "500", description = "open markets (default: ${DEFAULT-VALUE})")
    private int markets;

    @Option(names = "--rate", defaultValue = "1000", description = "messages a second (default: ${DEFAULT-VALUE})")
    private int rate;

    @Mixin
    private final SeedOption seed = new SeedOption();

    @Mixin
    private final DrillOptions options = new DrillOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    private final LongSupplier ticks = Clocks.ticks();

    @Override
    public Integer call() throws Exception {
        if (trials < 1) {
            throw new ParameterException(spec.commandLine(), "--trials must be 1 at least");
        }
        return DrillRun.play(this::play);
    }

    private int play() throws InterruptedException {
        long chosen = seed.chosen();
        SplittableRandom random = new SplittableRandom(chosen);
        PrintWriter out = spec.commandLine().getOut();
        Map<Breakage, List<Duration>> measured = new EnumMap<>(Breakage.class);
        try (Rehearsal drill = Rehearsal.start(out, options, new Source.Simulated(markets, rate, chosen), Map.of())) {
            drill.say("%,d markets, %,d messages/s, seed %d, %d trials".formatted(markets, rate, chosen, trials));
            awaitSettled(drill);
            for (int trial = 1; trial <= trials; trial++) {
                for (Breakage failure : only) {
                    Duration took = once(drill, failure, random);
                    drill.say("%-34s %6.1f s".formatted(failure.words(), took.toMillis() / 1e3));
                    measured.computeIfAbsent(failure, any -> new ArrayList<>()).add(took);
                    awaitSettled(drill);
                }
            }
            drill.awaitMerged(WITHIN);
            drill.endLines(WITHIN);
            drill.endExchange();
            boolean clean = drill.verdict(options.verify);
            RecoveryTable table = new RecoveryTable(measured);
            table.lines().forEach(out::println);
            out.flush();
            boolean passed = clean && table.isReached();
            drill.say("seed " + chosen + (passed ? ": passed" : ": FAILED"));
            return passed ? 0 : 1;
        }
    }

    /** One failure and its recovery. */
    private Duration once(Rehearsal drill, Breakage failure, SplittableRandom random) throws InterruptedException {
        long begin = ticks.getAsLong();
        Stack stack = drill.stack();
        int lines = stack.settings().lines();
        String still = failure.happen(stack.processes(), random.nextInt(1, lines + 1), lines, () -> leader(drill));
        if (failure == Breakage.PRODUCTION) {
            begin = answersAgain(drill);
        }
        Duration took = Duration.ofNanos(awaitWhole(drill, name -> !name.equals(still)) - begin);
        if (!still.isEmpty()) {
            stack.resume(still);
        }
        return took;
    }

    private static String leader(Rehearsal drill) {
        return Leader.process(drill.statuses())
                .orElseThrow(() -> new OperatingException(
                        "drill: find the deduplicator that merges", "none answers", "look into the logs"));
    }

    private long answersAgain(Rehearsal drill) throws InterruptedException {
        long end = ticks.getAsLong() + WITHIN.toNanos();
        while (!drill.stack().database(Stack.PRODUCTION).ready()) {
            within(end, "production answers");
            TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
        }
        return ticks.getAsLong();
    }

    private long awaitWhole(Rehearsal drill, Predicate<String> answering) throws InterruptedException {
        return new RecoveryWatch(
                        () -> drill.statuses(answering),
                        drill.stack().settings().lines(),
                        ticks)
                .awaitWhole(WITHIN);
    }

    /** Nothing lags, and whoever stands by is there for the next failure. */
    private void awaitSettled(Rehearsal drill) throws InterruptedException {
        long end = ticks.getAsLong() + SETTLED_WITHIN.toNanos();
        int wanted = drill.stack().settings().deduplicators();
        while (!isSettled(drill.statuses(), wanted)) {
            within(end, "a deduplicator stands by");
            TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
        }
        long _ = awaitWhole(drill, name -> true);
    }

    private static boolean isSettled(Map<String, Status> all, int deduplicators) {
        return all.entrySet().stream()
                        .filter(each -> Leader.isDeduplicator(each.getKey()))
                        .filter(each -> each.getValue().text("production").equals("up"))
                        .count()
                == deduplicators;
    }

    private void within(long end, String what) {
        if (ticks.getAsLong() > end) {
            throw new OperatingException("drill: wait until " + what, "it did not come in time", "look into the logs");
        }
    }
}

package trifecta.cli.drill;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import trifecta.service.OperatingException;

/** Everything goes wrong at once, run after run: processes, networks, stores, the exchange; afterwards all is whole again by itself. */
@Command(
        name = "chaos",
        description =
                "everything goes wrong at random, run after run; nothing may be lost, and all has to heal by itself",
        footer = {
            "%nEach run has a stack of its own, and its plan follows from its seed: that of the",
            "drill and one more for each run. A run that fails keeps its folder.%n"
        })
final class ChaosDrill implements Callable<Integer> {
    private static final int SECONDS_LEAST = 20;

    @Option(names = "--runs", defaultValue = "1", description = "how many runs (default: ${DEFAULT-VALUE})")
    private int runs;

    @Option(names = "--seconds", defaultValue = "40", description = "of each run (default: ${DEFAULT-VALUE})")
    private int seconds;

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
        if (seconds < SECONDS_LEAST) {
            throw new ParameterException(spec.commandLine(), "--seconds must be " + SECONDS_LEAST + " at least");
        }
        if (runs < 1) {
            throw new ParameterException(spec.commandLine(), "--runs must be 1 at least");
        }
        return DrillRun.play(this::play);
    }

    private int play() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        long first = seed.chosen();
        Map<String, Integer> happened = new TreeMap<>();
        List<Duration> healed = new ArrayList<>();
        Map<Long, String> failed = new LinkedHashMap<>();
        for (int run = 0; run < runs; run++) {
            long chosen = first + run;
            ChaosRun one = new ChaosRun(markets, rate, seconds, chosen);
            try {
                if (one.play(out, options)) {
                    healed.add(one.healed());
                } else {
                    failed.put(chosen, "the verdict");
                }
            } catch (OperatingException e) {
                out.println("          " + e.getMessage());
                failed.put(chosen, String.valueOf(e.getMessage()));
            }
            one.happened().forEach((kind, count) -> happened.merge(kind, count, Integer::sum));
            out.printf(
                    "run %d of %d, seed %d: %s%n%n",
                    run + 1, runs, chosen, failed.containsKey(chosen) ? "FAILED" : "passed");
            out.flush();
        }
        report(happened, healed, failed).forEach(out::println);
        out.flush();
        return failed.isEmpty() ? 0 : 1;
    }

    private List<String> report(Map<String, Integer> happened, List<Duration> healed, Map<Long, String> failed) {
        List<String> lines = new ArrayList<>();
        lines.add("%d runs of %d s, %,d markets, %,d messages/s".formatted(runs, seconds, markets, rate));
        happened.forEach((kind, count) -> lines.add("  %-40s %5d times".formatted(kind, count)));
        if (!healed.isEmpty()) {
            List<Duration> sorted = healed.stream().sorted().toList();
            lines.add("whole again after the last trouble: median %.1f s, worst %.1f s"
                    .formatted(
                            sorted.get(sorted.size() / 2).toMillis() / 1e3,
                            sorted.getLast().toMillis() / 1e3));
        }
        failed.forEach((chosen, why) -> lines.add("FAILED: seed " + chosen + ": " + why));
        lines.add("%d passed, %d failed".formatted(runs - failed.size(), failed.size()));
        return lines;
    }
}

package trifecta.benchmarks.parts;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import trifecta.benchmarks.Part;
import trifecta.benchmarks.Settings;
import trifecta.benchmarks.report.Measurement;
import trifecta.benchmarks.report.Result;
import trifecta.benchmarks.report.Target;
import trifecta.benchmarks.report.Unit;
import trifecta.cli.drill.Rehearsal;
import trifecta.cli.up.Source;
import trifecta.cli.up.Stack;
import trifecta.cli.up.StackSettings;

/**
 * A gatherer's memory with many markets: the most that the process ever had resident, from its start over the catalogue and all
 * snapshots to a while of messages.
 */
public final class MemoryPart implements Part {
    private static final int MARKETS = 10_000;
    private static final int RATE = 1_000;
    private static final long SEED = 1;
    private static final double WANTED_MEGABYTES = 512;
    private static final Duration LIVE_WITHIN = Duration.ofMinutes(5);
    private static final Duration WHILE = Duration.ofSeconds(60);
    private static final Duration QUICK_WHILE = Duration.ofSeconds(10);

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String summary() {
        return "a gatherer's memory at 10,000 markets";
    }

    @Override
    public Result run(Settings settings) throws Exception {
        Path data = Files.createTempDirectory("trifecta-bench-");
        StackSettings stack = StackSettings.of(data, settings.cache(), new Source.Simulated(MARKETS, RATE, SEED))
                .withLines(1);
        String gatherer = Stack.gatherer(1);
        try (Rehearsal rehearsal = Rehearsal.start(settings.log(), Rehearsal.Keep.NEVER, stack)) {
            rehearsal.await(
                    "%,d markets are live".formatted(MARKETS),
                    LIVE_WITHIN,
                    () -> rehearsal.value(gatherer, "marketsLive") >= MARKETS);
            double atSnapshots = peak(rehearsal, gatherer);
            TimeUnit.NANOSECONDS.sleep((settings.quick() ? QUICK_WHILE : WHILE).toNanos());
            double heap = rehearsal.value(gatherer, "heapBytes") / (1 << 20);
            return new Result(
                    List.of(Measurement.once(
                                    "peak, %,d markets".formatted(MARKETS), Unit.MEGABYTES, peak(rehearsal, gatherer))
                            .against(Target.below(WANTED_MEGABYTES))),
                    List.of("%.0f MB when all snapshots were there; %.0f MB of heap in use at the end"
                            .formatted(atSnapshots, heap)));
        } finally {
            if (Files.exists(data)) {
                Folders.delete(data);
            }
        }
    }

    private static double peak(Rehearsal rehearsal, String process) throws java.io.IOException {
        Long pid = rehearsal.stack().pids().get(process);
        if (pid == null) {
            throw new IllegalStateException(process + " does not run");
        }
        return ProcessUsage.peakMegabytes(pid);
    }
}

package trifecta.benchmarks.parts;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import trifecta.benchmarks.Part;
import trifecta.benchmarks.Settings;
import trifecta.benchmarks.feed.FeedBenchmark;
import trifecta.benchmarks.report.Measurement;
import trifecta.benchmarks.report.Result;
import trifecta.benchmarks.report.Target;
import trifecta.benchmarks.report.Unit;
import trifecta.testkit.Captures;

/** What one core makes of frames: {@link FeedBenchmark} in a virtual machine of its own. Each iteration is a round. */
public final class DecodePart implements Part {
    private static final double WANTED = 1_000_000;

    /** About a way into memory that JMH still takes. */
    private static final String NO_WARNINGS = "--sun-misc-unsafe-memory-access=allow";

    private static final int QUICK_ITERATIONS = 3;

    @Override
    public String name() {
        return "decode";
    }

    @Override
    public String summary() {
        return "decode, follow numbers, fold, hash: entries of a journal to rows, one core";
    }

    @Override
    public Result run(Settings settings) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(FeedBenchmark.class.getName())
                .jvmArgsPrepend(NO_WARNINGS)
                .verbosity(VerboseMode.SILENT);
        if (settings.quick()) {
            options.warmupIterations(QUICK_ITERATIONS)
                    .measurementIterations(QUICK_ITERATIONS)
                    .warmupTime(TimeValue.seconds(1))
                    .measurementTime(TimeValue.seconds(1));
        }
        Collection<RunResult> results = new Runner(options.build()).run();
        List<Double> rounds = new ArrayList<>();
        results.forEach(result -> result.getBenchmarkResults()
                .forEach(fork -> fork.getIterationResults()
                        .forEach(iteration ->
                                rounds.add(iteration.getPrimaryResult().getScore()))));
        boolean recorded = Captures.frames().isPresent();
        return new Result(
                List.of(new Measurement("frames", Unit.PER_SECOND, rounds, Optional.of(Target.atLeast(WANTED)))),
                List.of(recorded ? "recorded frames" : "GENERATED frames: no recordings were found"));
    }
}

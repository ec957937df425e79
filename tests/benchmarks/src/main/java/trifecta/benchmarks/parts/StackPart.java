package trifecta.benchmarks.parts;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
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
import trifecta.service.Clocks;

/**
 * Everything on this machine at once: the simulated exchange, three gatherers with their databases, the deduplicator and production.
 * The clock starts when all lines are live; all rows received from then on, for as long as is measured, count. A row's latency begins when the gatherer from which production took it had read it from its socket, and ends when a {@link Watcher} saw
 * that it can be read. Ends with the checker's verdict against the exchange's own record.
 */
public final class StackPart implements Part {
    private static final int MARKETS = 2_000;
    private static final int RATE = 5_000;
    private static final long SEED = 1;
    private static final int SECONDS = 300;
    private static final int QUICK_SECONDS = 30;

    /** What the lines need at most to be live, on a machine that others use too; the exchange runs this much longer than is measured. */
    private static final int START_SECONDS = 90;

    private static final long LOOK_MILLIS = 200;

    /** Of the time that is to be measured: when the lines are live later than that, there is no figure. */
    private static final double LEAST_SHARE = 0.8;

    private static final Duration LIVE_WITHIN = Duration.ofMinutes(2);
    private static final Duration MERGED_WITHIN = Duration.ofMinutes(5);

    private static final double MEDIAN_MILLIS = 300;
    private static final double LATE_MILLIS = 1_000;
    private static final double HALF = 50;
    private static final double NEARLY_ALL = 99;

    private static final String NEWEST_BATCH = "SELECT max(batch) FROM store.batches";
    private static final String NEWEST_ROW = "SELECT n FROM events ORDER BY boot DESC, n DESC LIMIT 1";
    private static final String PRODUCTION_ROWS = """
            SELECT batch, received FROM (
                SELECT batch, (extract(epoch FROM received_ts) * 1000000)::bigint AS received FROM store.book_rows
                UNION ALL
                SELECT batch, (extract(epoch FROM received_ts) * 1000000)::bigint FROM store.trades) AS rows
            WHERE received >= ? AND received < ?""";
    private static final String LOCAL_ROWS =
            "SELECT n, received_us FROM events WHERE received_us >= ? AND received_us < ?";

    @Override
    public String name() {
        return "stack";
    }

    @Override
    public String summary() {
        return "the whole stack, 2,000 markets, 5,000 messages/s, for 5 minutes";
    }

    @Override
    public Result run(Settings settings) throws Exception {
        int seconds = settings.quick() ? QUICK_SECONDS : SECONDS;
        Path data = Files.createTempDirectory("trifecta-bench-");
        StackSettings stack = StackSettings.of(data, settings.cache(), new Source.Simulated(MARKETS, RATE, SEED))
                .withOverrides(Map.of("exchange", Map.of("exchange.seconds", "" + (seconds + START_SECONDS))));
        Tee out = new Tee(settings.log());
        try (Rehearsal rehearsal = Rehearsal.start(new PrintWriter(out), Rehearsal.Keep.NEVER, stack)) {
            return new Run(settings, rehearsal, out).measure(seconds);
        } finally {
            if (Files.exists(data)) {
                Folders.delete(data);
            }
        }
    }

    private record Run(Settings settings, Rehearsal rehearsal, Tee out) {
        Result measure(int seconds) throws SQLException, InterruptedException {
            Stack stack = rehearsal.stack();
            rehearsal.await("all lines are live", LIVE_WITHIN, rehearsal::allLinesLive);
            List<Watcher> watchers = watchers(stack);
            long from = Clocks.micros(settings.clock().instant());
            double emittedBefore = rehearsal.value(Stack.EXCHANGE, "emitted");
            Map<String, Duration> before = ProcessUsage.processorTime(stack.pids());
            long end = settings.ticks().getAsLong() + TimeUnit.SECONDS.toNanos(seconds);
            while (settings.ticks().getAsLong() < end && !finished()) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
            long to = Clocks.micros(settings.clock().instant());
            double ran = (to - from) / 1e6;
            if (ran < LEAST_SHARE * seconds) {
                throw new IllegalStateException(
                        "the lines were live too late, %.0f s before the exchange's end: do others need this machine?"
                                .formatted(ran));
            }
            double emitted = rehearsal.value(Stack.EXCHANGE, "emitted") - emittedBefore;
            String shares = ProcessUsage.shares(before, ProcessUsage.processorTime(stack.pids()), ran);
            rehearsal.await("the exchange has sent everything", LIVE_WITHIN, this::finished);
            rehearsal.await("all lines are live", LIVE_WITHIN, rehearsal::allLinesLive);
            rehearsal.awaitMerged(MERGED_WITHIN);
            for (Watcher watcher : watchers) {
                watcher.end();
            }
            Histogram production = watchers.getFirst().latencies(PRODUCTION_ROWS, from, to);
            Histogram local = new Histogram(production);
            local.reset();
            for (Watcher watcher : watchers.subList(1, watchers.size())) {
                local.add(watcher.latencies(LOCAL_ROWS, from, to));
            }
            rehearsal.endLines(MERGED_WITHIN);
            rehearsal.verdict(null);
            return new Result(
                    measurements(emitted / ran, production, local),
                    List.of(
                            "%.0f s; %,d rows in production, the slowest after %,d ms; watched every %d ms"
                                    .formatted(
                                            ran,
                                            production.getTotalCount(),
                                            production.getMaxValue(),
                                            Watcher.EVERY.toMillis()),
                            shares));
        }

        private boolean finished() {
            return "finished".equals(rehearsal.text(Stack.EXCHANGE, "state"));
        }

        private List<Watcher> watchers(Stack stack) {
            List<Watcher> watchers = new ArrayList<>();
            watchers.add(new Watcher(stack.database(Stack.PRODUCTION), NEWEST_BATCH, settings.clock()));
            for (int line = 1; line <= stack.settings().lines(); line++) {
                watchers.add(new Watcher(stack.database(Stack.gatherer(line)), NEWEST_ROW, settings.clock()));
            }
            return watchers;
        }

        private static double millis(Histogram latencies, double percentile) {
            return (double) latencies.getValueAtPercentile(percentile);
        }

        private List<Measurement> measurements(double rate, Histogram production, Histogram local) {
            List<Measurement> measurements = new ArrayList<>(List.of(
                    Measurement.once("messages sent to each line", Unit.PER_SECOND, rate),
                    Measurement.once("wire to production, p50", Unit.MILLIS, millis(production, HALF))
                            .against(Target.below(MEDIAN_MILLIS)),
                    Measurement.once("wire to production, p99", Unit.MILLIS, millis(production, NEARLY_ALL))
                            .against(Target.below(LATE_MILLIS)),
                    Measurement.once("wire to local database, p99", Unit.MILLIS, millis(local, NEARLY_ALL))
                            .against(Target.below(LATE_MILLIS))));
            for (String finding : List.of("lost", "duplicated", "unexpected", "reordered")) {
                long found = out.last(finding).orElseThrow(() -> new IllegalStateException("the checker said nothing"));
                measurements.add(
                        Measurement.once(finding, Unit.COUNT, (double) found).against(Target.exactly(0)));
            }
            return measurements;
        }
    }
}

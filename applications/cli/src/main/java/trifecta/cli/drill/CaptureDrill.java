package trifecta.cli.drill;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import trifecta.cli.up.Source;
import trifecta.cli.up.Stack;
import trifecta.cli.up.StackSettings;

/** Recorded frames through the whole path, one gatherer killed and another one's connection cut on the way. */
@Command(
        name = "capture",
        description = "replay recorded frames while one gatherer is killed and another is cut; nothing may be lost")
final class CaptureDrill implements Callable<Integer> {
    private static final Duration LIVE_WITHIN = Duration.ofMinutes(3);
    private static final Duration REPLAYED_WITHIN = Duration.ofMinutes(30);
    private static final Duration MERGED_WITHIN = Duration.ofMinutes(3);

    /** Summaries are not counted as delivered, and what was in flight at a break is not; far more than this is. */
    private static final double DELIVERED_SHARE = 0.5;

    @Option(
            names = "--frames",
            required = true,
            paramLabel = "DIR",
            description = "folder of MARKET.DATE.ndjson.gz files")
    @SuppressWarnings("NullAway.Init") // required, set by picocli
    private Path frames;

    @Option(
            names = "--speed",
            defaultValue = "4000/s",
            description = "1x, 10x, max or messages a second (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init") // has a default, set by picocli
    private String speed;

    @Mixin
    private final DrillOptions options = new DrillOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        return DrillRun.play(this::play);
    }

    private int play() throws InterruptedException {
        long total = FrameFolder.count(frames);
        String cut = "cut:line=2,times=1,after=" + (total / 3);
        Map<String, String> orders = Map.of("exchange.speed", speed, "exchange.faults", cut);
        ExchangeOrders.check(orders, StackSettings.LINES);
        Map<String, Map<String, String>> overrides = Map.of(Stack.EXCHANGE, orders);
        try (Rehearsal drill = Rehearsal.start(
                spec.commandLine().getOut(), options, new Source.Capture(frames.toAbsolutePath()), overrides)) {
            drill.say("%,d frames in %s; line 2 is cut after a third, gatherer 1 is killed after half"
                    .formatted(total, frames));
            drill.await("the replay runs", LIVE_WITHIN, () -> drill.value(Stack.EXCHANGE, "emitted") > 0);
            drill.await(
                    "half of the frames are sent",
                    REPLAYED_WITHIN,
                    () -> drill.value(Stack.EXCHANGE, "emitted") >= total / 2.0 || finished(drill));
            drill.killInTheMiddle(1);
            drill.await("all frames are sent", REPLAYED_WITHIN, () -> finished(drill));
            double emitted = drill.answer(Stack.EXCHANGE).number("emitted");
            drill.await("all lines are live", LIVE_WITHIN, drill::allLinesLive);
            drill.requireFaults();
            drill.awaitMerged(MERGED_WITHIN);
            drill.endLines(MERGED_WITHIN);
            drill.endExchange();
            return drill.verdict(Math.max(1, emitted * DELIVERED_SHARE), options.verify) ? 0 : 1;
        }
    }

    private static boolean finished(Rehearsal drill) {
        return "finished".equals(drill.text(Stack.EXCHANGE, "state"));
    }
}

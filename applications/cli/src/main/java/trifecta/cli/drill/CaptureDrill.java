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

/** Recorded frames through the whole path, one gatherer killed and another one's connection cut on the way. */
@Command(
        name = "capture",
        description = "replay recorded frames while one gatherer is killed and another is cut; nothing may be lost")
final class CaptureDrill implements Callable<Integer> {
    private static final Duration LIVE_WITHIN = Duration.ofMinutes(3);
    private static final Duration REPLAYED_WITHIN = Duration.ofMinutes(30);
    private static final Duration MERGED_WITHIN = Duration.ofMinutes(3);

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
    public Integer call() throws InterruptedException {
        long total = FrameFolder.count(frames);
        String cut = "cut:line=2,times=1,after=" + (total / 3);
        Map<String, Map<String, String>> overrides =
                Map.of("exchange", Map.of("exchange.speed", speed, "exchange.faults", cut));
        try (Rehearsal drill = Rehearsal.start(
                spec.commandLine().getOut(), options, new Source.Capture(frames.toAbsolutePath()), overrides)) {
            drill.say("%,d frames in %s; line 2 is cut after a third, gatherer 1 is killed after half"
                    .formatted(total, frames));
            drill.await("the replay runs", LIVE_WITHIN, () -> drill.value(Stack.EXCHANGE, "emitted") > 0);
            drill.await(
                    "half of the frames are sent",
                    REPLAYED_WITHIN,
                    () -> drill.value(Stack.EXCHANGE, "emitted") >= total / 2.0);
            drill.stack().kill(Stack.gatherer(1));
            drill.say("gatherer 1 killed (kill -9)");
            drill.await(
                    "all frames are sent",
                    REPLAYED_WITHIN,
                    () -> "finished".equals(drill.text(Stack.EXCHANGE, "state")));
            drill.await("all lines are live", LIVE_WITHIN, drill::allLinesLive);
            drill.awaitMerged(MERGED_WITHIN);
            drill.endLines(MERGED_WITHIN);
            return drill.verdict(options.verify) ? 0 : 1;
        }
    }
}

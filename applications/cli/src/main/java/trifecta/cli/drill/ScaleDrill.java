package trifecta.cli.drill;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The same messages over few and over very many markets: what a gatherer takes for it, beside what was promised. */
@Command(
        name = "scale",
        description =
                "capture very many markets within the exchange's limits, and measure a gatherer beside one with 1,000",
        footer = {
            "%nThe built-in exchange refuses what is more than the gatherer's own defaults: markets of a subscription (500)"
                    + " and of a command (100), commands of a connection (10 a second), REST (20 reads a second, 1,000"
                    + " markets a page). Targets: all subscribed within 10 minutes; 2 GB of heap; 1.3 times the processor"
                    + " time that a message takes at 1,000 markets, at the same rate of messages.%n"
        })
final class ScaleDrill implements Callable<Integer> {
    private static final int FEW_MARKETS = 1_000;
    private static final int MARKETS_MAX = 2_000_000;

    @Option(names = "--markets", defaultValue = "1000000", description = "open markets (default: ${DEFAULT-VALUE})")
    private int markets;

    @Option(
            names = "--active",
            defaultValue = "0.01",
            paramLabel = "SHARE",
            description = "of the markets that trade; of the 1,000 all do (default: ${DEFAULT-VALUE})")
    private double active;

    @Option(names = "--rate", defaultValue = "2000", description = "messages a second (default: ${DEFAULT-VALUE})")
    private int rate;

    @Option(
            names = "--seconds",
            defaultValue = "60",
            description = "how long each size is measured (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--lines", defaultValue = "1", description = "gatherers (default: ${DEFAULT-VALUE})")
    private int lines;

    @Option(
            names = "--no-merge",
            description =
                    "without the deduplicator (default: with it, and what it takes until it has everything is said)")
    private boolean noMerge;

    @Option(names = "--data", paramLabel = "DIR", description = "folder of the drill's stacks (default: a new one)")
    private @Nullable Path data;

    @Option(names = "--keep", description = "keep the folders of the stacks afterwards")
    private boolean keep;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        require(markets >= FEW_MARKETS && markets <= MARKETS_MAX, "--markets must be 1,000 to 2,000,000");
        require(active > 0 && active <= 1, "--active must be more than 0 and at most 1");
        require(rate > 0, "--rate must be 1 at least");
        require(seconds > 0, "--seconds must be 1 at least");
        require(lines >= 1 && lines <= 3, "--lines must be 1 to 3");
        return DrillRun.play(this::play);
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }

    private int play() throws InterruptedException {
        ScaleRun.Order order = new ScaleRun.Order(rate, Duration.ofSeconds(seconds), lines, !noMerge, data, keep);
        ScaleFigures few = ScaleRun.measure(spec.commandLine().getOut(), order, FEW_MARKETS, 1);
        ScaleFigures many = ScaleRun.measure(spec.commandLine().getOut(), order, markets, active);
        ScaleTable table = new ScaleTable(few, many);
        table.lines().forEach(spec.commandLine().getOut()::println);
        spec.commandLine().getOut().flush();
        return table.isReached() ? 0 : 1;
    }
}

package trifecta.simulation;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code trifecta drill simulation}. */
@Command(
        name = "trifecta drill simulation",
        description = "Plays seeded courses of things over the core in memory, with faults at every step.",
        footer = "%nExit codes: 0 every guarantee held; 1 one was broken: the seed replays it.",
        mixinStandardHelpOptions = true)
public final class Main implements Callable<Integer> {
    @Option(
            names = "--schedules",
            paramLabel = "N",
            defaultValue = "1000",
            description = "how many (default: ${DEFAULT-VALUE})")
    private long schedules;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "of the first one; the others follow it (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--until-broken", description = "end with the first one that breaks a guarantee")
    private boolean untilBroken;

    @Option(names = "--trace", description = "tell what happens; best with one schedule")
    private boolean trace;

    @Spec
    private @Nullable CommandSpec spec;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        Campaign campaign =
                new Campaign(seed, schedules, untilBroken, trace ? System.err::println : line -> {}, line -> {
                    out.println(line);
                    out.flush();
                });
        Campaign.Outcome outcome = campaign.run();
        out.println("schedules " + outcome.played() + ", events " + outcome.events() + ", commits " + outcome.commits()
                + ", broken " + outcome.broken().size());
        outcome.faults().forEach((fault, times) -> out.println("  " + fault + " " + times));
        out.flush();
        return outcome.broken().isEmpty() ? 0 : 1;
    }
}

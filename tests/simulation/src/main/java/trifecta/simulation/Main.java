package trifecta.simulation;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import trifecta.simulation.Schedule.Fault;
import trifecta.simulation.Schedule.Result;

/** {@code trifecta drill simulation}. */
@Command(
        name = "trifecta drill simulation",
        description = "Plays seeded courses of things over the core in memory, with faults at every step.",
        footer = "%nExit codes: 0 every guarantee held; 1 one was broken: the seed replays it.",
        mixinStandardHelpOptions = true)
public final class Main implements Callable<Integer> {
    private static final int PROGRESS_EVERY = 1_000;

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

    @Spec
    private @org.jspecify.annotations.Nullable CommandSpec spec;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
        Path folder = Folders.fresh();
        Map<Fault, Long> faults = new EnumMap<>(Fault.class);
        long events = 0;
        long commits = 0;
        int broken = 0;
        for (long each = seed; each < seed + schedules && !(untilBroken && broken > 0); each++) {
            try {
                Result result = Schedule.play(each, folder);
                result.faults().forEach(fault -> faults.merge(fault, 1L, Long::sum));
                events += result.events();
                commits += result.commits();
            } catch (RuntimeException e) {
                broken++;
                out.println("seed " + each + ": " + e);
                if (schedules == 1) {
                    e.printStackTrace(out);
                }
                out.flush();
            }
            if ((each - seed + 1) % PROGRESS_EVERY == 0) {
                out.println((each - seed + 1) + " schedules, " + broken + " broken");
                out.flush();
            }
        }
        Files.delete(folder);
        out.println("schedules " + schedules + ", events " + events + ", commits " + commits + ", broken " + broken);
        faults.forEach((fault, times) -> out.println("  " + fault + " " + times));
        out.flush();
        return broken == 0 ? 0 : 1;
    }
}

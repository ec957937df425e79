package trifecta.cli.up;

import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import trifecta.service.Clocks;
import trifecta.service.OperatingException;
import trifecta.service.process.Breakage;
import trifecta.service.process.MarkedProcesses;
import trifecta.service.status.Leader;
import trifecta.service.status.RecoveryWatch;
import trifecta.service.status.Status;

/** Breaks a part of a running stack on this machine and stops the time until all is whole again. */
@Command(
        name = "break",
        description = "break a part of what `up` runs here, and watch how long it takes to be whole again",
        footer = {
            "%nWhat can be broken",
            "  gatherer N            kill the process of line N",
            "  gatherers             kill all of them",
            "  database N            kill the database server of line N",
            "  deduplicator          kill the one that merges; the standby takes over",
            "  deduplicator --pause  let it stand still until the standby has taken over",
            "  deduplicators         kill both",
            "  production            kill the production database's server",
            "%nOnly what `trifecta up` runs on this machine can be broken so. Everything is",
            "brought back by itself. Exit codes: 0 whole again within what is promised; 1 not.%n"
        })
public final class BreakCommand implements Callable<Integer> {
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(1);

    /** A server that was killed has to be there again by then, or it will not be at all. */
    private static final Duration ANSWERS_WITHIN = Duration.ofMinutes(2);

    @Parameters(index = "0", paramLabel = "WHAT", description = "gatherer, gatherers, database, deduplicator ...")
    private String what = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "N", description = "the line")
    private @Nullable Integer line;

    @Option(names = "--pause", description = "let the deduplicator stand still instead of killing it")
    private boolean pause;

    @Option(names = "--data", paramLabel = "DIR", description = "the data folder of `up` (./data)")
    private Path data = Path.of("data");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    private final LongSupplier ticks = Clocks.ticks();

    @Override
    public Integer call() throws InterruptedException {
        Breakage breakage = breakage();
        StackDescription places = StackDescription.read(data)
                .orElseThrow(() -> new OperatingException(
                        "break something", "nothing was started in " + data, "`trifecta up` starts everything"));
        int lines = (int) places.statuses().keySet().stream()
                .filter(name -> name.startsWith("gatherer-"))
                .count();
        int hit = lineToHit(breakage, lines);
        MarkedProcesses processes = new MarkedProcesses(DataFolder.of(data).marks());
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(CONNECT_PATIENCE).build()) {
            return watch(new Stopwatch(places, processes, client, lines), breakage, hit);
        }
    }

    /** What is needed to break and to watch. */
    private record Stopwatch(StackDescription places, MarkedProcesses processes, HttpClient client, int lines) {
        Map<String, Status> statuses(String without) throws InterruptedException {
            var addresses = new LinkedHashMap<>(places.addresses());
            addresses.remove(without);
            return Status.ask(client, addresses);
        }

        String leader() {
            try {
                return Leader.process(statuses(""))
                        .orElseThrow(() -> new OperatingException(
                                "find the deduplicator that merges", "none answers", "`trifecta status` shows more"));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new OperatingException("find the deduplicator that merges", "interrupted", "", e);
            }
        }
    }

    private int watch(Stopwatch watch, Breakage breakage, int hit) throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        long _ = new RecoveryWatch(() -> watch.statuses(""), watch.lines(), ticks).awaitWhole(ANSWERS_WITHIN);
        long begin = ticks.getAsLong();
        String still = breakage.happen(watch.processes(), hit, watch.lines(), watch::leader);
        out.println("  " + breakage.words() + (breakage.hitsALine() ? ": line " + hit : ""));
        out.flush();
        try (MarkedProcesses.Pause _ = watch.processes().resuming(still)) {
            long whole = new RecoveryWatch(() -> watch.statuses(still), watch.lines(), ticks)
                    .awaitWhole(begin, breakage.promised());
            Duration took = Duration.ofNanos(whole - begin);
            out.println(String.format(
                    Locale.ROOT,
                    "  whole again after %.1f s (aimed at %d s, promised within %d min)",
                    took.toMillis() / 1e3,
                    breakage.target().toSeconds(),
                    breakage.promised().toMinutes()));
            return 0;
        }
    }

    private Breakage breakage() {
        Breakage breakage = switch (what) {
            case "gatherer" -> Breakage.GATHERER;
            case "gatherers" -> Breakage.GATHERERS;
            case "database" -> Breakage.LINE_DATABASE;
            case "deduplicator" -> pause ? Breakage.PAUSED_DEDUPLICATOR : Breakage.DEDUPLICATOR;
            case "deduplicators" -> Breakage.DEDUPLICATORS;
            case "production" -> Breakage.PRODUCTION;
            default -> throw wrong("'" + what + "' cannot be broken");
        };
        if (pause && breakage != Breakage.PAUSED_DEDUPLICATOR) {
            throw wrong("--pause goes with deduplicator alone");
        }
        if (line != null && !breakage.hitsALine()) {
            throw wrong("'" + what + "' takes no line");
        }
        return breakage;
    }

    private int lineToHit(Breakage breakage, int lines) {
        if (!breakage.hitsALine()) {
            return 1;
        }
        Integer wanted = line;
        if (wanted == null || wanted < 1 || wanted > lines) {
            throw wrong("'" + what + "' takes the number of a line, 1 to " + lines);
        }
        return wanted;
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}

package trifecta.sabotage;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import trifecta.sabotage.planting.Bug;
import trifecta.sabotage.planting.Way;

/** {@code trifecta drill planted}. */
@Command(
        name = "trifecta drill planted",
        description =
                "Plants bugs into the product, one at a time; the simulation or a drill has to find each of them.",
        footer = "%nExit codes: 0 every bug was found; 1 one was not, or the product breaks without any.",
        mixinStandardHelpOptions = true)
public final class Main implements Callable<Integer> {
    @Parameters(paramLabel = "BUG", arity = "0..*", description = "only these (default: all): ${COMPLETION-CANDIDATES}")
    private List<Bug> bugs = List.of();

    @Spec
    private @Nullable CommandSpec spec;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        Path folder = Files.createTempDirectory("trifecta-planted-");
        try {
            return look(out, folder);
        } finally {
            delete(folder);
        }
    }

    private int look(PrintWriter out, Path folder) throws IOException, InterruptedException, ExecutionException {
        Path agent = AgentJar.in(folder);
        Simulation simulation = new Simulation(agent, folder);
        Drill drill = new Drill(agent, folder);
        out.println("%-28s %-11s %-14s %s".formatted("bug", "by", "after", "verdict"));
        List<Bug> wanted = bugs.isEmpty() ? List.of(Bug.values()) : bugs;
        int missed = 0;
        try (ExecutorService processors =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            List<Future<Verdict>> verdicts = new ArrayList<>();
            for (Bug bug : wanted) {
                if (bug.way() instanceof Way.Simulation way) {
                    verdicts.add(processors.submit(() -> simulation.find(bug, way)));
                }
            }
            for (Future<Verdict> verdict : verdicts) {
                missed += tell(out, verdict.get());
            }
        }
        for (Bug bug : wanted) {
            if (bug.way() instanceof Way.Drill way) {
                missed += tell(out, drill.find(bug, way)); // one after the other: each takes all of the machine
            }
        }
        boolean holds = true;
        for (Bug bug : wanted) {
            holds &= !(bug.way() instanceof Way.Simulation way)
                    || simulation.brokenUnharmed(way).isEmpty();
        }
        out.println(holds ? "without them all seeds hold" : "without them some seeds BREAK as well");
        out.println(missed == 0 ? "every bug was found" : missed + " were NOT FOUND");
        out.flush();
        return missed == 0 && holds ? 0 : 1;
    }

    /** @return how many were missed by it */
    private static int tell(PrintWriter out, Verdict verdict) {
        verdict.lines().forEach(out::println);
        out.flush();
        return verdict.found() ? 0 : 1;
    }

    private static void delete(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(folder)) {
            files = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}

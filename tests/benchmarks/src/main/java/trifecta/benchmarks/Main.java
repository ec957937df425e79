package trifecta.benchmarks;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import trifecta.benchmarks.parts.BookPart;
import trifecta.benchmarks.parts.DecodePart;
import trifecta.benchmarks.parts.GathererPart;
import trifecta.benchmarks.parts.MemoryPart;
import trifecta.benchmarks.parts.MergePart;
import trifecta.benchmarks.parts.StackPart;
import trifecta.benchmarks.report.Machine;
import trifecta.benchmarks.report.Result;
import trifecta.benchmarks.report.Table;
import trifecta.cli.postgres.PostgresSoftware;
import trifecta.service.Clocks;
import trifecta.service.Logging;

/** {@code trifecta bench}. */
@Command(
        name = "trifecta bench",
        description = "Measures what was promised, part after part, and prints one table.",
        footer = "%nExit codes: 0 every target reached; 1 one was missed; 2 a part failed.",
        mixinStandardHelpOptions = true)
public final class Main implements Callable<Integer> {
    private static final int MISSED = 1;
    private static final int FAILED = 2;
    private static final int COLUMNS = 80;

    /** For the parts to end their processes after Ctrl-C. */
    private static final Duration CLOSE_AT_MOST = Duration.ofSeconds(75);

    private static final List<Part> PARTS = List.of(
            new DecodePart(), new GathererPart(), new MergePart(), new BookPart(), new MemoryPart(), new StackPart());

    @Option(
            names = "--only",
            arity = "1..*",
            paramLabel = "PART",
            completionCandidates = PartNames.class,
            description = "measure these parts alone, of ${COMPLETION-CANDIDATES}")
    private List<String> only = List.of();

    @Option(names = "--quick", description = "short rounds: shows that everything works, the figures are rough")
    private boolean quick;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    private Main() {}

    /** The names that {@code --only} takes. */
    static final class PartNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return PARTS.stream().map(Part::name).iterator();
        }
    }

    /** Runs and ends with the exit code. */
    public static void main(String[] arguments) {
        Logging.configure("bench", Logging.Detail.WARNINGS);
        CountDownLatch ended = new CountDownLatch(1);
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupt(main, ended), "interrupted"));
        CommandLine command = new CommandLine(new Main()).setUsageHelpWidth(COLUMNS);
        int code = command.execute(arguments);
        ended.countDown();
        System.exit(code);
    }

    private static void interrupt(Thread main, CountDownLatch ended) {
        if (ended.getCount() > 0) {
            main.interrupt();
            try {
                boolean _ = ended.await(CLOSE_AT_MOST.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public Integer call() {
        List<String> unknown = only.stream()
                .filter(name -> PARTS.stream().noneMatch(part -> part.name().equals(name)))
                .toList();
        if (!unknown.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "no part " + String.join(", ", unknown));
        }
        Path sources = Path.of(System.getProperty("trifecta.home", "."));
        Map<String, String> machine = Machine.facts(sources, PostgresSoftware.version());
        PrintWriter err = spec.commandLine().getErr();
        Settings settings = new Settings(
                quick,
                Path.of(System.getProperty("trifecta.cache", ".cache")).toAbsolutePath(),
                err,
                Clocks.wall(),
                Clocks.ticks());
        Map<String, Result> results = new LinkedHashMap<>();
        boolean failed = false;
        for (Part part : PARTS) {
            if (only.isEmpty() || only.contains(part.name())) {
                err.println(part.name() + ": " + part.summary());
                err.flush();
                try {
                    failed |= !measured(part, settings, results);
                } catch (InterruptedException e) {
                    err.println("interrupted; nothing is left running");
                    err.flush();
                    return FAILED;
                }
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        Table.lines(machine, results).forEach(out::println);
        out.flush();
        return failed ? FAILED : results.values().stream().allMatch(Result::reached) ? 0 : MISSED;
    }

    /** One part; the others go on when it fails. */
    private static boolean measured(Part part, Settings settings, Map<String, Result> results)
            throws InterruptedException {
        try {
            results.put(part.name(), part.run(settings));
            return true;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            e.printStackTrace(settings.log());
            settings.log().flush();
            results.put(part.name(), new Result(List.of(), List.of("FAILED: " + e)));
            return false;
        }
    }
}

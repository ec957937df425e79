package trifecta.cli.arbitrate;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import trifecta.market.arbitration.Counter;

/** Answers every file of events in a folder with the merged chain beside it. */
@Command(
        name = "arbitrate",
        description =
                "Merges files of line events (*.in.ndjson) and writes the merged chain beside each (*.out.ndjson).")
public final class ArbitrateCommand implements Callable<Integer> {
    private static final int FAILED = 1;

    @Parameters(index = "0", paramLabel = "DIR", description = "folder with *.in.ndjson files, one market each")
    private Path folder = Path.of(".");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        long began = System.nanoTime();
        List<Path> inputs;
        try {
            inputs = inputs();
        } catch (NotDirectoryException e) {
            err.println("arbitrate: " + folder + " is not a folder");
            return FAILED;
        } catch (IOException e) {
            err.println("arbitrate: cannot list " + folder + ": " + e.getMessage());
            return FAILED;
        }
        if (inputs.isEmpty()) {
            err.println("arbitrate: " + folder + " holds no *" + MarketFile.INPUT_ENDING + " file");
            return FAILED;
        }
        Totals totals = new Totals();
        int failures = mergeAll(inputs, totals, err);
        out.printf(
                "%d files, %d events, %d rows in %.1f s%n",
                inputs.size() - failures, totals.events, totals.rows, (System.nanoTime() - began) / 1e9);
        totals.counts.forEach((counter, count) -> out.printf("  %10d  %s%n", count, counter.sentence()));
        out.flush();
        return failures == 0 ? 0 : FAILED;
    }

    private List<Path> inputs() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder.toString());
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(MarketFile.INPUT_ENDING))
                    .sorted()
                    .toList();
        }
    }

    private static int mergeAll(List<Path> inputs, Totals totals, PrintWriter err) throws InterruptedException {
        int failures = 0;
        try (ExecutorService workers =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            List<Future<MarketFile.Outcome>> outcomes = new ArrayList<>();
            for (Path input : inputs) {
                outcomes.add(workers.submit(() -> new MarketFile(input).merge()));
            }
            for (int i = 0; i < outcomes.size(); i++) {
                try {
                    totals.add(outcomes.get(i).get());
                } catch (ExecutionException e) {
                    failures++;
                    err.println("arbitrate: " + inputs.get(i) + ": " + e.getCause());
                }
            }
        }
        return failures;
    }

    /** Sums over all files. */
    private static final class Totals {
        private long events;
        private long rows;
        private final Map<Counter, Long> counts = new EnumMap<>(Counter.class);

        void add(MarketFile.Outcome outcome) {
            events += outcome.events();
            rows += outcome.rows();
            outcome.statistics().counts().forEach((counter, count) -> counts.merge(counter, count, Long::sum));
        }
    }
}

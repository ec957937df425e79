package trifecta.cli.check;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import trifecta.service.status.Json;

/** Production against the exchange's own record. */
@Command(
        name = "check",
        description = "compare production with the exchange's record, as sequences",
        footer = {
            "%nPrints each market that differs, then the figures over all. What was lost in",
            "flight when a connection broke is counted apart. Order books, trades and",
            "lifecycles are compared in their order, tickers as sets of contents. A gap or",
            "a dispute is called needless where every line had all of it unbroken; beside",
            "lines that broke it is only counted.",
            "%nExit codes: 0 nothing lost, duplicated, unexpected, reordered or falsely",
            "claimed; 1 something was.",
            "%nExample: trifecta check --record data/exchange-record \\",
            "             --production \"$(trifecta url production)\""
        })
public final class CheckCommand implements Callable<Integer> {
    @Option(
            names = "--record",
            paramLabel = "DIR",
            required = true,
            description = "the folder of the exchange's record")
    private Path record = Path.of("");

    @Option(
            names = "--production",
            paramLabel = "URL",
            required = true,
            description = "production's connection string (postgresql:// or jdbc:postgresql://)")
    private String production = "";

    @Option(names = "--json", description = "the verdict as JSON")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        ProductionCheck check = ProductionCheck.of(record, production);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.writeIndented(check.json()));
        } else {
            check.lines().forEach(out::println);
        }
        return check.isClean() ? 0 : 1;
    }
}

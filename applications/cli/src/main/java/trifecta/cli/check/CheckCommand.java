package trifecta.cli.check;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import trifecta.service.OperatingException;
import trifecta.service.status.Json;

/** Production against the exchange's own record. */
@Command(
        name = "check",
        description = "compare production with the exchange's record, as sequences",
        footer = {
            "%nPrints each market that differs, then the figures over all. What was lost in",
            "flight when a connection broke is counted apart.",
            "%nExit codes: 0 nothing lost, duplicated, unexpected, reordered or falsely claimed;",
            "1 something was.",
            "%nExample: trifecta check --record data/exchange-record \\",
            "             --production \"$(trifecta url production)\""
        })
public final class CheckCommand implements Callable<Integer> {
    /** The record is written to disk at least this often, and more slowly than a fast row reaches production. */
    private static final long RECORD_FLUSH_MILLIS = 500;

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
        Production stored = read(ConnectionString.parse(production));
        Thread.sleep(RECORD_FLUSH_MILLIS); // not for a condition: what production has, the record has by then
        Verdict verdict = Comparison.of(RecordReader.read(record), stored);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.writeIndented(verdict.json()));
        } else {
            verdict.lines().forEach(out::println);
        }
        return verdict.isClean() ? 0 : 1;
    }

    private static Production read(ConnectionString address) {
        try (Connection connection = address.connect()) {
            return ProductionReader.read(connection);
        } catch (SQLException e) {
            throw new OperatingException(
                    "read production", address + ": " + e.getMessage(), "is it up, and is it production?", e);
        }
    }
}

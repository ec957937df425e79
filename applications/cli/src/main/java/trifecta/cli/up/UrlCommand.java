package trifecta.cli.up;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import trifecta.service.ExitCode;

/** Where a database is, for psql and notebooks. */
@Command(
        name = "url",
        description = "print the connection string of production, gatherer-1, ...",
        footer = "%nExample: psql \"$(trifecta url production)\" -c 'select count(*) from trades'")
public final class UrlCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "production or gatherer-N")
    private String name = "";

    @Option(names = "--data", paramLabel = "DIR", description = "the data folder of `up` (./data)")
    private Path data = Path.of("data");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().getOut().println(StackDatabases.connectionString(data, name));
        return ExitCode.OK;
    }
}

package trifecta.cli.up;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import trifecta.cli.postgres.PostgresServer;
import trifecta.service.ExitCode;
import trifecta.service.OperatingException;
import trifecta.service.Suggestion;

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
        StackDescription places = StackDescription.read(data)
                .orElseThrow(() -> new OperatingException(
                        "find the databases", "nothing was started in " + data, "`trifecta up` starts everything"));
        Integer port = places.databases().get(name);
        if (port == null) {
            throw new OperatingException(
                    "find the database " + name,
                    "there are " + String.join(", ", places.databases().keySet()),
                    Suggestion.nearest(name, places.databases().keySet())
                            .map(near -> "did you mean " + near + "?")
                            .orElse(""));
        }
        KeyPairs keys = new KeyPairs(DataFolder.of(data).keys());
        spec.commandLine().getOut().println(PostgresServer.connectionString(port, keys.storedPassword()));
        return ExitCode.OK;
    }
}

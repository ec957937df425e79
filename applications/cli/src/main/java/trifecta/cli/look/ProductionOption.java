package trifecta.cli.look;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import trifecta.cli.ConnectionString;
import trifecta.cli.up.StackDatabases;

/** Which production is asked: that of the stack on this machine, or another one. */
final class ProductionOption {
    @Option(names = "--data", paramLabel = "DIR", description = "the data folder of `up` (./data)")
    private Path data = Path.of("data");

    @Option(
            names = "--production",
            paramLabel = "URL",
            description = "another production's connection string (postgresql:// or jdbc:postgresql://)")
    private @Nullable String production;

    ConnectionString connection() {
        String given = production;
        return ConnectionString.parse(given == null ? StackDatabases.connectionString(data, "production") : given);
    }
}

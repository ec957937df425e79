package trifecta.cli.drill;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What all drills take. */
final class DrillOptions {
    @Option(
            names = "--verify",
            paramLabel = "CMD",
            description = "a command to run before everything stops, with production's connection string as its last"
                    + " argument; its failure fails the drill")
    @Nullable String verify;

    @Option(names = "--data", paramLabel = "DIR", description = "folder of the drill's stack (default: a new one)")
    @Nullable Path data;

    @Option(names = "--keep", description = "keep the folder of the stack afterwards")
    boolean keep;
}

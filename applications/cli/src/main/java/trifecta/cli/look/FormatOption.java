package trifecta.cli.look;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How an answer is written: a table for people unless something else is asked for. */
final class FormatOption {
    @ArgGroup(exclusive = true)
    private @Nullable Machine machine;

    /** Forms for machines. */
    private static final class Machine {
        @Option(names = "--json", required = true, description = "as JSON")
        private boolean json;

        @Option(names = "--csv", required = true, description = "as CSV; what is not complete is told beside it")
        private boolean csv;
    }

    /** Forms of an answer. */
    enum Format {
        TABLE,
        CSV,
        JSON
    }

    Format format() {
        Machine asked = machine;
        return asked != null && asked.json ? Format.JSON : asked != null && asked.csv ? Format.CSV : Format.TABLE;
    }
}

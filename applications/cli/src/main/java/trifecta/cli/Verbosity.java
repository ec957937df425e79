package trifecta.cli;

import picocli.CommandLine.Model.CommandSpec;

/** Whether {@code --verbose} stands on the command line, before or behind the verb. */
public final class Verbosity {
    private static final String OPTION = "--verbose";

    private Verbosity() {}

    /** Whether it was given for this command. */
    public static boolean wanted(CommandSpec spec) {
        return spec.commandLine().getParseResult().hasMatchedOption(OPTION);
    }
}

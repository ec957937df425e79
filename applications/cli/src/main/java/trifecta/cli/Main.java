package trifecta.cli;

import java.util.Arrays;
import picocli.CommandLine;
import trifecta.service.Application;
import trifecta.service.Applications;
import trifecta.service.ExitCode;
import trifecta.service.Launch;
import trifecta.service.Logging;

/** The {@code trifecta} command. */
public final class Main {
    private Main() {}

    /** Runs a command line and ends with its exit code. */
    public static void main(String[] args) {
        Launch.everythingInUtc();
        boolean verbose = Arrays.asList(args).contains("--verbose");
        Logging.configure("trifecta", verbose ? Logging.Detail.ALL : Logging.Detail.WARNINGS);
        Launch.end(commandLine().execute(args));
    }

    /** The whole command with all its verbs, as it parses and prints. */
    public static CommandLine commandLine() {
        CommandLine command = new CommandLine(new TrifectaCommand());
        for (Application<?> application : Applications.all()) {
            if (!command.getSubcommands().containsKey(application.name())) {
                command.addSubcommand(ComponentCommand.of(application));
            }
        }
        command.getHelpSectionMap()
                .put(CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST, VerbGroups::render);
        command.setUsageHelpWidth(Paragraph.COLUMNS);
        command.setExecutionExceptionHandler((failure, failed, parsed) -> Launch.report(
                failed.getCommandName(), failure, parsed.originalArgs().contains("--verbose")));
        command.setParameterExceptionHandler(Main::misspelt);
        if (!Boolean.getBoolean("trifecta.colour")) {
            command.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        }
        return command;
    }

    private static int misspelt(CommandLine.ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println(name + ": " + sentence(wrong) + "; `" + name + " --help` shows what is possible");
        return ExitCode.USAGE;
    }

    private static String sentence(CommandLine.ParameterException wrong) {
        String text = wrong instanceof CommandLine.UnmatchedArgumentException unmatched
                ? "unknown " + unmatched.getUnmatched().getFirst() + suggestion(unmatched)
                : wrong.getMessage() + "";
        return text.isEmpty() ? "wrong" : Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }

    private static String suggestion(CommandLine.UnmatchedArgumentException unmatched) {
        return unmatched.getSuggestions().stream()
                .findFirst()
                .map(near -> ", did you mean " + near + "?")
                .orElse("");
    }
}

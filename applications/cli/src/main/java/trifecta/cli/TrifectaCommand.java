package trifecta.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import trifecta.cli.arbitrate.ArbitrateCommand;
import trifecta.cli.backup.BackupCommand;
import trifecta.cli.backup.RestoreCommand;
import trifecta.cli.check.CheckCommand;
import trifecta.cli.drill.DrillCommand;
import trifecta.cli.look.BackfillCommand;
import trifecta.cli.look.BookCommand;
import trifecta.cli.look.CoverageCommand;
import trifecta.cli.look.MarketsCommand;
import trifecta.cli.look.TradesCommand;
import trifecta.cli.probe.ProbeCommand;
import trifecta.cli.up.BreakCommand;
import trifecta.cli.up.StatusCommand;
import trifecta.cli.up.UpCommand;
import trifecta.cli.up.UrlCommand;

/** The root: without a verb it shows its help. */
@Command(
        name = "trifecta",
        description = "Captures every order-book change and trade with three lines and merges them exactly.",
        synopsisSubcommandLabel = "VERB",
        sortOptions = false,
        commandListHeading = "",
        subcommands = {
            UpCommand.class,
            StatusCommand.class,
            UrlCommand.class,
            MarketsCommand.class,
            BookCommand.class,
            CoverageCommand.class,
            BackfillCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            TradesCommand.class,
            ConfigCommand.class,
            ProbeCommand.class,
            BreakCommand.class,
            DrillCommand.class,
            CheckCommand.class,
            ArbitrateCommand.class,
            LauncherVerbs.Bench.class,
            LauncherVerbs.Test.class,
            CompletionCommand.class,
            VersionCommand.class
        },
        footer = {
            "%nExamples",
            "  trifecta up                     everything on this machine, on made-up markets",
            "  trifecta up --markets 2000 --rate 5000",
            "  trifecta status --json          the same table for machines",
            "  trifecta book TICKER --at 2026-08-10T22:52:07.5Z",
            "  psql \"$(trifecta url production)\"",
            "  trifecta VERB --help            what a verb takes",
            "%nExit codes: 0 all well, 1 something outside did not allow it (the sentence",
            "says what), 2 wrong command line, 70 a defect. `status`: 0 healthy, 1 degraded,",
            "2 losing data.%n"
        })
final class TrifectaCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "show this help")
    private boolean help;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "say more; with an error, where it happened")
    private boolean verbose;

    @Override
    public void run() {
        if (!help && !verbose) {
            spec.commandLine().usage(spec.commandLine().getOut());
            return;
        }
        throw new CommandLine.ParameterException(spec.commandLine(), "a verb is missing");
    }
}

package trifecta.cli.backup;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code trifecta backup}: production's base backups and the archive of its log. */
@Command(
        name = "backup",
        description = "back up production, verify backups by restoring them, list and prune them",
        synopsisSubcommandLabel = "VERB",
        subcommands = {
            NowCommand.class,
            ListCommand.class,
            VerifyCommand.class,
            PruneCommand.class,
            SettingsCommand.class
        },
        footer = {
            "%nA backup is a copy of the data folder of a running server, with its log archived",
            "all the time: production can be put back to any moment (`trifecta restore`).",
            "It counts only when it was restored. Daily ones are kept for 7 days, manual ones",
            "for 30. `up.backup = on` lets `trifecta up` archive and back up by itself.",
            "%nExamples",
            "  trifecta backup now              before a migration; verified at once",
            "  trifecta backup list",
            "  trifecta backup now --production URL --backups /backup/production",
            "%nExit codes: 0 done; 1 not, the sentence says why. `list`: 1 when no backup is",
            "verified.%n"
        })
public final class BackupCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a verb is missing");
    }
}

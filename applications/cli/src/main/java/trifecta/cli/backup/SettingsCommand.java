package trifecta.cli.backup;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import trifecta.cli.pitr.Shell;
import trifecta.cli.postgres.PostgresServer;

/** Prints what a server of one's own has to have in postgresql.conf. */
@Command(
        name = "settings",
        description = "print the lines for postgresql.conf of a server of your own",
        footer = {
            "%nThe server's user has to be able to write into the folder. Changing archive_mode",
            "needs a restart. `trifecta up` sets all of it by itself."
        })
final class SettingsCommand implements Callable<Integer> {
    @Mixin
    private PlaceOption place = new PlaceOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.println("wal_level = replica");
        out.println("archive_mode = on");
        out.println("archive_timeout = " + PostgresServer.ARCHIVE_WITHIN.toSeconds() + "s");
        out.println("archive_command = '"
                + Shell.archive(place.folder().make().wal()).replace("'", "''") + "'");
        return ExitCode.OK;
    }
}

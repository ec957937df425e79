package trifecta.cli.backup;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import trifecta.cli.pitr.Pruner;
import trifecta.cli.pitr.Sizes;
import trifecta.service.Clocks;

/** Deletes backups that are too old, and log that no backup needs. */
@Command(
        name = "prune",
        description = "delete backups that are too old, and log that no backup needs",
        footer = {
            "%nNever deleted: the newest verified backup, the one from which the last 7 days",
            "can be recovered, and the log that those which stay need."
        })
final class PruneCommand implements Callable<Integer> {
    @Mixin
    private PlaceOption place = new PlaceOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Pruner.Pruned pruned = new Pruner(place.folder(), Clocks.wall()).prune();
        pruned.backups().forEach(id -> out.println("  " + id + "  deleted"));
        out.printf("  %d backups deleted, and %s of log%n", pruned.backups().size(), Sizes.text(pruned.logBytes()));
        return ExitCode.OK;
    }
}

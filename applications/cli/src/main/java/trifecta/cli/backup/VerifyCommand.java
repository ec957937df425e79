package trifecta.cli.backup;

import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import trifecta.cli.Terminal;
import trifecta.cli.pitr.Verifier;
import trifecta.service.Clocks;

/** Restores a backup aside, recovers it to the end of the log, and reads all of it. */
@Command(name = "verify", description = "restore a backup aside and read all of it; the newest one unless named")
final class VerifyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ID", arity = "0..1", description = "which one, as `backup list` calls it")
    private @Nullable String id;

    @Mixin
    private PlaceOption place = new PlaceOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    private final LongSupplier ticks = Clocks.ticks();

    @Override
    public Integer call() throws InterruptedException {
        String chosen = id == null ? place.folder().newest() : id;
        spec.commandLine().getOut().println("  " + chosen);
        try (Progress progress = new Progress(Terminal.standard(), ticks, "restoring")) {
            NowCommand.print(
                    spec.commandLine().getOut(),
                    new Verifier(place.folder(), PlaceOption.software(), Clocks.wall(), ticks)
                            .verify(chosen, place.login(), progress));
        }
        return ExitCode.OK;
    }
}

package trifecta.cli.drill;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code trifecta drill}: the rehearsals by name. */
@Command(
        name = "drill",
        description = "rehearse failures on a stack of its own and check what is lost",
        synopsisSubcommandLabel = "DRILL",
        subcommands = {
            CaptureDrill.class,
            SimulatedDrill.class,
            GapsDrill.class,
            OutageDrill.class,
            RecoveryDrill.class,
            ChaosDrill.class,
            RestoreDrill.class,
            ScaleDrill.class,
            LauncherDrills.Simulation.class,
            LauncherDrills.Planted.class
        },
        footer = {
            "%nExamples",
            "  trifecta drill capture --frames captures/frames",
            "  trifecta drill simulated --markets 2000 --rate 5000 --seconds 60 --seed 7",
            "  trifecta drill recovery --trials 20",
            "  trifecta drill chaos --runs 20 --seed 1",
            "  trifecta drill restore --to -20s --size 1GB",
            "  trifecta drill scale --markets 1000000",
            "  trifecta drill simulation --schedules 50000",
            "%nExit codes: 0 nothing lost, doubled, unexpected or reordered (scale, recovery",
            "and restore: all targets reached as well); 1 otherwise.%n"
        })
public final class DrillCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "the name of a drill is missing");
    }
}

package trifecta.cli.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import trifecta.service.OperatingException;

/** Drills that are no part of what is shipped: the launcher script runs them from the sources. Here for the help and the completion. */
final class LauncherDrills {
    private LauncherDrills() {}

    private static int elsewhere(String drill, List<String> arguments) {
        throw new OperatingException(
                "drill " + drill,
                "it is not part of what is shipped",
                ("start it as ./trifecta drill " + drill + " " + String.join(" ", arguments)).strip()
                        + " in the source folder");
    }

    /** The core in memory. */
    @Command(
            name = "simulation",
            description = "the core in memory under a seeded scheduler, with faults at every step")
    static final class Simulation implements Callable<Integer> {
        @Parameters(arity = "0..*", paramLabel = "ARGUMENT", description = "--schedules 50000 for example")
        private List<String> arguments = new ArrayList<>();

        @Override
        public Integer call() {
            return elsewhere("simulation", arguments);
        }
    }

    /** Bugs that the checkers have to find. */
    @Command(name = "planted", description = "plant bugs into the product, each of which the checkers have to find")
    static final class Planted implements Callable<Integer> {
        @Parameters(arity = "0..*", paramLabel = "ARGUMENT", description = "of this drill")
        private List<String> arguments = new ArrayList<>();

        @Override
        public Integer call() {
            return elsewhere("planted", arguments);
        }
    }
}

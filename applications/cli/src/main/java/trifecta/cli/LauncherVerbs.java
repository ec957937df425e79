package trifecta.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import trifecta.service.OperatingException;

/** Verbs that the launcher script does itself, before any Java: here for the help and the completion. */
final class LauncherVerbs {
    private LauncherVerbs() {}

    private static int elsewhere(String verb, List<String> arguments) {
        throw new OperatingException(
                verb,
                "it is the launcher's own verb",
                ("start it as ./trifecta " + verb + " " + String.join(" ", arguments)).strip()
                        + " in the source folder");
    }

    /** Measures. */
    @Command(name = "bench", description = "measure speeds, one table with the machine")
    static final class Bench implements Callable<Integer> {
        @Parameters(arity = "0..*", paramLabel = "ARGUMENT", description = "of the benchmarks")
        private List<String> arguments = new ArrayList<>();

        @Override
        public Integer call() {
            return elsewhere("bench", arguments);
        }
    }

    /** Tests. */
    @Command(name = "test", description = "build everything and run all tests")
    static final class Test implements Callable<Integer> {
        @Parameters(arity = "0..*", paramLabel = "ARGUMENT", description = "of Maven, -pl MODULE for example")
        private List<String> arguments = new ArrayList<>();

        @Override
        public Integer call() {
            return elsewhere("test", arguments);
        }
    }
}

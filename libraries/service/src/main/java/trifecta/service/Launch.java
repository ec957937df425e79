package trifecta.service;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;

/**
 * Starts one component in the foreground: {@code Launch NAME [key=value ...] [--config FILE] [--verbose]}. Reads its
 * configuration from the arguments, the environment and the file, in this order of precedence.
 */
public final class Launch {
    /** Read when it is there and nothing else is named. */
    public static final Path DEFAULT_FILE = Path.of("trifecta.properties");

    private Launch() {}

    /** Where the configuration comes from and how much is said. */
    public record Options(Map<String, String> values, Optional<Path> file, boolean verbose) {
        /** As they stand on a command line, behind the component's name. */
        public static Options parse(List<String> arguments) {
            Map<String, String> values = new LinkedHashMap<>();
            Optional<Path> file = Optional.empty();
            boolean verbose = false;
            List<String> rest = new ArrayList<>(arguments);
            while (!rest.isEmpty()) {
                String argument = rest.removeFirst();
                int equals = argument.indexOf('=');
                if (argument.equals("--verbose")) {
                    verbose = true;
                } else if (argument.equals("--config") && !rest.isEmpty()) {
                    file = Optional.of(Path.of(rest.removeFirst()));
                } else if (equals > 0 && !argument.startsWith("-")) {
                    values.put(argument.substring(0, equals), argument.substring(equals + 1));
                } else {
                    throw new OperatingException(
                            "read the command line",
                            argument + " is not key=value",
                            "known options: --config FILE, --verbose");
                }
            }
            return new Options(values, file, verbose);
        }
    }

    /** The process's entry. */
    public static void main(String[] args) {
        everythingInUtc();
        List<String> arguments = new ArrayList<>(List.of(args));
        String name = arguments.isEmpty() ? "" : arguments.removeFirst();
        end(run(name, arguments));
    }

    /** Everything is said and asked in UTC, whatever the machine's time zone is: databases take a session's zone from here as well. */
    public static void everythingInUtc() {
        TimeZone.setDefault(TimeZone.getTimeZone(ZoneOffset.UTC));
    }

    /** Ends the process. */
    public static void end(int exitCode) {
        System.exit(exitCode);
    }

    /** Runs a component to its end and returns the exit code; whatever went wrong is printed in a sentence. */
    public static int run(String name, List<String> arguments) {
        boolean verbose = arguments.contains("--verbose");
        Logging.configure(name, verbose ? Logging.Detail.ALL : Logging.Detail.EVENTS);
        try {
            Application<?> application = Applications.find(name).orElseThrow(() -> unknown(name));
            Options options = Options.parse(arguments);
            return run(application, config(options), Applications.keys());
        } catch (Exception e) {
            return report(name, e, verbose);
        }
    }

    /**
     * Runs something that is no component of its own, {@code up} for example, as if it were one: with a lifecycle, until it is
     * done or the process is asked to stop.
     */
    public static <C> int run(Application<C> application, Config config) throws Exception {
        return run(application, config, Applications.keys());
    }

    /** A reader of the configuration of this process. */
    public static Config config(Options options) {
        Map<String, String> environment = System.getenv();
        Optional<Path> named = options.file()
                .or(() ->
                        Optional.ofNullable(environment.get("TRIFECTA_CONFIG")).map(Path::of));
        ConfigFile file = named.or(() -> Optional.of(DEFAULT_FILE).filter(Files::exists))
                .map(ConfigFile::read)
                .orElse(ConfigFile.none());
        return new Config(new ConfigValues(options.values(), environment, file));
    }

    /** Prints what went wrong, in a sentence unless more is wanted, and returns the exit code for it. */
    public static int report(String name, Throwable failure, boolean verbose) {
        boolean foreseen = failure instanceof OperatingException;
        System.err.println("trifecta " + name + ": " + (foreseen ? failure.getMessage() : sentence(failure)));
        if (verbose) {
            failure.printStackTrace();
        }
        return foreseen ? ExitCode.OPERATING : ExitCode.DEFECT;
    }

    private static <C> int run(Application<C> application, Config config, Set<String> known) throws Exception {
        C configuration = application.configure(config);
        config.check(known);
        return ServiceRun.foreground(application, configuration);
    }

    private static String sentence(Throwable failure) {
        Throwable cause = failure instanceof Running.PartFailedException && failure.getCause() != null
                ? failure.getCause()
                : failure;
        return cause + " (unforeseen; --verbose shows where)";
    }

    private static OperatingException unknown(String name) {
        List<String> names =
                Applications.all().stream().map(each -> each.name()).toList();
        String hint = Suggestion.nearest(name, names)
                .map(near -> "did you mean " + near + "?")
                .orElse("known: " + String.join(", ", names));
        return new OperatingException("start a component", "there is no \"" + name + "\"", hint);
    }
}

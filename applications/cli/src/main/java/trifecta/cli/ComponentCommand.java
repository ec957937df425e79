package trifecta.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import trifecta.service.Application;
import trifecta.service.Launch;

/** Runs one component in the foreground, as a service manager would. */
@Command(
        sortOptions = false,
        footer = "%nEvery key can be set here, by an environment variable (TRIFECTA_GATHERER_LINE for"
                + " gatherer.line) or in trifecta.properties. `trifecta config explain` lists them.")
final class ComponentCommand implements Callable<Integer> {
    private final String component;

    @Parameters(arity = "0..*", paramLabel = "KEY=VALUE", description = "configuration on top of file and environment")
    private List<String> values = new ArrayList<>();

    @Option(names = "--config", paramLabel = "FILE", description = "configuration file (default: trifecta.properties)")
    private @Nullable Path file;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    private ComponentCommand(String component) {
        this.component = component;
    }

    static CommandSpec of(Application<?> application) {
        CommandSpec spec = CommandSpec.forAnnotatedObject(new ComponentCommand(application.name()));
        spec.usageMessage().description(application.summary());
        return spec.name(application.name());
    }

    @Override
    public Integer call() {
        List<String> arguments = new ArrayList<>(values);
        if (file != null) {
            arguments.addAll(List.of("--config", file.toString()));
        }
        if (Verbosity.wanted(spec)) {
            arguments.add("--verbose");
        }
        return Launch.run(component, arguments);
    }
}

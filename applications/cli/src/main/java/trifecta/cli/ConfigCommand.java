package trifecta.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import trifecta.service.Application;
import trifecta.service.Applications;
import trifecta.service.Config;
import trifecta.service.ConfigKey;
import trifecta.service.Launch;
import trifecta.service.status.Json;

/** Lists the configuration: every key of every component, from the declarations themselves. */
@Command(
        name = "config",
        description = "list every configuration key: print or explain",
        synopsisSubcommandLabel = "VERB")
final class ConfigCommand implements Runnable {
    private static final String INDENT = "    ";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(name = "print", description = "the present values, one `key = value` a line, and where each was set")
    void print(
            @Option(names = "--config", paramLabel = "FILE", description = "configuration file") @Nullable Path file,
            @Option(names = "--json", description = "as JSON") boolean json,
            @Parameters(arity = "0..1", paramLabel = "PREFIX", description = "only keys that begin so") @Nullable String prefix) {
        PrintWriter out = spec.commandLine().getOut();
        List<ConfigKey> keys = keys(file, prefix);
        if (json) {
            out.println(
                    Json.writeIndented(keys.stream().map(ConfigCommand::json).toList()));
            return;
        }
        for (ConfigKey key : keys) {
            String setting = key.value().isEmpty() ? "# " + key.name() + " =" : key.name() + " = " + key.value();
            out.println(key.origin().equals("default") ? setting : setting + "    # " + key.origin());
        }
    }

    @Command(name = "explain", description = "what every key does, its unit, default and present value")
    void explain(
            @Option(names = "--config", paramLabel = "FILE", description = "configuration file") @Nullable Path file,
            @Parameters(arity = "0..1", paramLabel = "PREFIX", description = "only keys that begin so") @Nullable String prefix) {
        PrintWriter out = spec.commandLine().getOut();
        for (ConfigKey key : keys(file, prefix)) {
            out.println(key.name());
            out.println(wrapped(key.effect()));
            String standard = key.required()
                    ? "must be set"
                    : key.standard().isEmpty() ? "not set by default" : "default " + key.standard();
            String present = key.origin().equals("default") ? "" : "; now " + key.value() + " (" + key.origin() + ")";
            out.println(wrapped(key.unit() + "; " + standard + present));
            out.println(wrapped("environment: " + Config.environmentVariable(key.name())));
            out.println();
        }
    }

    private static List<ConfigKey> keys(@Nullable Path file, @Nullable String prefix) {
        Launch.Options options = new Launch.Options(Map.of(), Optional.ofNullable(file), false);
        Map<String, ConfigKey> keys = new LinkedHashMap<>();
        for (Application<?> application : Applications.all()) {
            Config config = Launch.config(options);
            application.configure(config);
            config.keys().forEach(key -> keys.putIfAbsent(key.name(), key));
        }
        return keys.values().stream()
                .filter(key -> prefix == null || key.name().startsWith(prefix))
                .toList();
    }

    private static Map<String, Object> json(ConfigKey key) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", key.name());
        json.put("unit", key.unit());
        json.put("default", key.standard());
        json.put("required", key.required());
        json.put("effect", key.effect());
        json.put("value", key.value());
        json.put("origin", key.origin());
        json.put("environment", Config.environmentVariable(key.name()));
        return json;
    }

    private static String wrapped(String text) {
        return String.join("\n", Paragraph.labelled(INDENT, text));
    }
}

package trifecta.service;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The texts that were configured, before anything is known of their meaning: those of the command line before those of the
 * environment before those of the file.
 */
final class ConfigValues {
    /** Before every key's name in the environment. */
    static final String ENVIRONMENT_PREFIX = "TRIFECTA_";

    /** Names in the environment that are no keys. */
    private static final Set<String> RESERVED = Set.of("TRIFECTA_CONFIG");

    private final Map<String, String> arguments;
    private final Map<String, String> environment;
    private final ConfigFile file;

    /** A configured text and the place where it stands. */
    record Found(String text, String origin) {}

    ConfigValues(Map<String, String> arguments, Map<String, String> environment, ConfigFile file) {
        this.arguments = new LinkedHashMap<>(arguments);
        this.environment = new LinkedHashMap<>();
        environment.forEach((name, value) -> {
            if (name.startsWith(ENVIRONMENT_PREFIX) && !RESERVED.contains(name)) {
                this.environment.put(name, value);
            }
        });
        this.file = file;
    }

    Optional<Found> find(String key) {
        String argument = arguments.get(key);
        if (argument != null) {
            return Optional.of(new Found(argument, "command line"));
        }
        String variable = variable(key);
        String value = environment.get(variable);
        if (value != null) {
            return Optional.of(new Found(value, "environment " + variable));
        }
        return file.find(key);
    }

    /** What was configured under names that nobody declared, one sentence each with the nearest declared name. */
    List<String> unknown(Set<String> declared) {
        List<String> problems = new ArrayList<>();
        for (String key : arguments.keySet()) {
            if (!declared.contains(key)) {
                problems.add(unknown(key, "command line", declared));
            }
        }
        Set<String> variables = new TreeSet<>();
        declared.forEach(key -> variables.add(variable(key)));
        for (String name : environment.keySet()) {
            if (!variables.contains(name)) {
                problems.add(unknown(name, "environment", variables));
            }
        }
        file.entries().forEach((key, found) -> {
            if (!declared.contains(key)) {
                problems.add(unknown(key, found.origin(), declared));
            }
        });
        return problems;
    }

    /** The name of a key in the environment. */
    static String variable(String key) {
        return ENVIRONMENT_PREFIX
                + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private static String unknown(String name, String origin, Set<String> declared) {
        String suggestion = Suggestion.nearest(name, declared)
                .map(near -> ", did you mean " + near + "?")
                .orElse("");
        return name + ": unknown key (" + origin + ")" + suggestion;
    }
}

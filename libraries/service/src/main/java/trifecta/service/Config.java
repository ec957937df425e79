package trifecta.service;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The typed reader of configuration. Each read declares a key: its name, its default and its effect in a sentence. Reads
 * never throw for what somebody configured: they note the problem, go on with the default, and {@link #check} reports all
 * problems at once. An empty value counts as not set. Single-threaded.
 */
public final class Config {
    private final ConfigValues values;
    private final Map<String, ConfigKey> keys = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    Config(ConfigValues values) {
        this.values = values;
    }

    /** For tests: these values and nothing else. */
    public static Config of(Map<String, String> values) {
        return new Config(new ConfigValues(values, Map.of(), ConfigFile.none()));
    }

    /** The environment variable that sets a key: {@code TRIFECTA_GATHERER_LINE} for {@code gatherer.line}. */
    public static String environmentVariable(String key) {
        return ConfigValues.variable(key);
    }

    /** A text. */
    public String text(String key, String standard, String effect) {
        return read(key, "text", standard, effect, text -> text, text -> text);
    }

    /** A text that need not be set. */
    public Optional<String> text(String key, String effect) {
        return readOptional(key, "text", effect, text -> text, text -> text);
    }

    /** A text that must be set. */
    public String requiredText(String key, String effect) {
        return readRequired(key, "text", "", effect, text -> text, text -> text);
    }

    /** A password or the like, empty when not set. */
    public Secret secret(String key, String effect) {
        return readOptional(key, "secret", effect, Secret::of, Secret::toString).orElse(Secret.of(""));
    }

    /** A whole number between two bounds, both included. */
    public int integer(String key, int standard, int least, int most, String effect) {
        String unit = "number " + least + ".." + (most == Integer.MAX_VALUE ? "" : most);
        return read(key, unit, standard, effect, text -> integer(text, least, most), String::valueOf);
    }

    /** A number with a fraction, between two bounds, both included. */
    public double decimal(String key, double standard, double least, double most, String effect) {
        return read(key, "decimal number", standard, effect, text -> decimal(text, least, most), String::valueOf);
    }

    /** Yes or no, written {@code true} or {@code false}. */
    public boolean flag(String key, boolean standard, String effect) {
        return read(key, "true or false", standard, effect, Config::flag, String::valueOf);
    }

    /** A duration above zero, written {@code 200ms}, {@code 10s}, {@code 5m}. */
    public Duration duration(String key, Duration standard, String effect) {
        return read(key, "duration", standard, effect, Quantities::duration, Quantities::text);
    }

    /** A size in bytes, written {@code 64MB}. */
    public long bytes(String key, long standard, String effect) {
        return read(key, "size", standard, effect, Quantities::bytes, Quantities::text);
    }

    /** A path, relative to the working directory. */
    public Path path(String key, Path standard, String effect) {
        return read(key, "path", standard, effect, Path::of, Path::toString);
    }

    /** A path that need not be set. */
    public Optional<Path> path(String key, String effect) {
        return readOptional(key, "path", effect, Path::of, Path::toString);
    }

    /** A path that must be set. */
    public Path requiredPath(String key, String effect) {
        return readRequired(key, "path", Path.of(""), effect, Path::of, Path::toString);
    }

    /** An address. */
    public URI uri(String key, URI standard, String effect) {
        return read(key, "address", standard, effect, Config::uri, URI::toString);
    }

    /** An address that need not be set. */
    public Optional<URI> uri(String key, String effect) {
        return readOptional(key, "address", effect, Config::uri, URI::toString);
    }

    /** An address that must be set. */
    public URI requiredUri(String key, String effect) {
        return readRequired(key, "address", URI.create("unset:/"), effect, Config::uri, URI::toString);
    }

    /** One of an enum's constants, written in lower case with dashes. */
    public <E extends Enum<E>> E choice(String key, E standard, String effect) {
        List<E> choices = Arrays.asList(standard.getDeclaringClass().getEnumConstants());
        String unit = choices.stream().map(Config::word).collect(Collectors.joining(" or "));
        return read(key, unit, standard, effect, text -> choice(text, choices, unit), Config::word);
    }

    /** Texts separated by commas; none when empty. */
    public List<String> list(String key, List<String> standard, String effect) {
        return read(key, "list a,b,c", standard, effect, Config::list, items -> String.join(",", items));
    }

    /** Notes something that is wrong across keys; {@code name} is the key to look at. */
    public void problem(String name, String fact) {
        problems.add(name + ": " + fact);
    }

    /** Every key declared so far. */
    public List<ConfigKey> keys() {
        return List.copyOf(keys.values());
    }

    /**
     * Reports everything that is wrong, at once: bad and missing values, and configured names that nobody declares.
     *
     * @param alsoKnown keys of other components, which share the file and the environment
     */
    public void check(Set<String> alsoKnown) {
        Set<String> declared = new TreeSet<>(alsoKnown);
        declared.addAll(keys.keySet());
        List<String> all = new ArrayList<>(problems);
        all.addAll(values.unknown(declared));
        if (!all.isEmpty()) {
            String facts = all.size() == 1 ? all.getFirst() : "\n  " + String.join("\n  ", all) + "\n ";
            throw new OperatingException("read the configuration", facts, "`trifecta config explain` shows every key");
        }
    }

    private <T> T read(
            String key, String unit, T standard, String effect, Function<String, T> parse, Function<T, String> write) {
        return readOptional(key, unit, write.apply(standard), false, effect, parse, write)
                .orElse(standard);
    }

    private <T> T readRequired(
            String key,
            String unit,
            T placeholder,
            String effect,
            Function<String, T> parse,
            Function<T, String> write) {
        return readOptional(key, unit, "", true, effect, parse, write).orElse(placeholder);
    }

    private <T> Optional<T> readOptional(
            String key, String unit, String effect, Function<String, T> parse, Function<T, String> write) {
        return readOptional(key, unit, "", false, effect, parse, write);
    }

    private <T> Optional<T> readOptional(
            String key,
            String unit,
            String standard,
            boolean required,
            String effect,
            Function<String, T> parse,
            Function<T, String> write) {
        Optional<ConfigValues.Found> found =
                values.find(key).filter(each -> !each.text().isEmpty());
        Optional<T> value = found.flatMap(each -> parsed(key, unit, each, parse));
        if (required && found.isEmpty()) {
            problems.add(key + ": must be set (" + effect + ")");
        }
        String present = value.map(write).orElse(standard);
        String origin = value.isPresent() ? found.orElseThrow().origin() : "default";
        ConfigKey earlier = keys.put(key, new ConfigKey(key, unit, standard, required, effect, present, origin));
        if (earlier != null
                && !(earlier.standard().equals(standard) && earlier.unit().equals(unit))) {
            throw new IllegalStateException(key + " is declared twice, with different defaults or units");
        }
        return value;
    }

    private <T> Optional<T> parsed(String key, String unit, ConfigValues.Found found, Function<String, T> parse) {
        try {
            return Optional.of(parse.apply(found.text()));
        } catch (IllegalArgumentException e) {
            String shown = unit.equals("secret") ? "the value" : "\"" + found.text() + "\"";
            problems.add(key + ": " + shown + " " + e.getMessage() + " (" + found.origin() + ")");
            return Optional.empty();
        }
    }

    private static int integer(String text, int least, int most) {
        try {
            int number = Integer.parseInt(text.replace("_", ""));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("is not a whole number", e);
        }
        throw new IllegalArgumentException("is not between " + least + " and " + most);
    }

    private static double decimal(String text, double least, double most) {
        try {
            double number = Double.parseDouble(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("is not a number", e);
        }
        throw new IllegalArgumentException("is not between " + least + " and " + most);
    }

    private static boolean flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("is neither true nor false");
        };
    }

    private static URI uri(String text) {
        URI uri = URI.create(text);
        if (uri.getScheme() == null) {
            throw new IllegalArgumentException("is not an address like https://host/path");
        }
        return uri;
    }

    private static <E extends Enum<E>> E choice(String text, List<E> choices, String unit) {
        return choices.stream()
                .filter(choice -> word(choice).equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("is not " + unit));
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

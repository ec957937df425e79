package trifecta.exchange;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One fault that is to happen, as written: {@code name[=value][:parameter=value,...]}, several separated by semicolons.
 *
 * @param value what stands behind the name, empty where nothing does
 */
record FaultRule(FaultKind kind, String value, Map<String, String> parameters) {
    private static final Pattern DURATION = Pattern.compile("(\\d+)(ms|s|m)");
    private static final List<String> TRIGGERS = List.of("line", "at", "after", "every", "times");

    /**
     * @throws IllegalArgumentException with a sentence for people
     */
    static List<FaultRule> parse(String text) {
        List<FaultRule> rules = new ArrayList<>();
        for (String rule : text.split(";", -1)) {
            if (!rule.isBlank()) {
                rules.add(parseOne(rule.strip()));
            }
        }
        return rules;
    }

    private static FaultRule parseOne(String text) {
        int colon = text.indexOf(':');
        String head = colon < 0 ? text : text.substring(0, colon);
        int equals = head.indexOf('=');
        String name = equals < 0 ? head : head.substring(0, equals);
        Map<String, String> parameters = new LinkedHashMap<>();
        if (colon >= 0) {
            for (String parameter : text.substring(colon + 1).split(",", -1)) {
                int at = parameter.indexOf('=');
                if (at < 0) {
                    throw new IllegalArgumentException("fault " + text + ": '" + parameter + "' is no parameter=value");
                }
                parameters.put(
                        parameter.substring(0, at).strip(),
                        parameter.substring(at + 1).strip());
            }
        }
        return of(name.strip(), equals < 0 ? "" : head.substring(equals + 1).strip(), parameters);
    }

    /**
     * @throws IllegalArgumentException with a sentence for people
     */
    static FaultRule of(String name, String value, Map<String, String> parameters) {
        FaultKind kind = FaultKind.ofWord(name);
        for (String parameter : parameters.keySet()) {
            if (!TRIGGERS.contains(parameter) && !kind.parameters().contains(parameter)) {
                throw new IllegalArgumentException("fault " + name + ": unknown parameter " + parameter + "; it takes "
                        + kind.parameters() + TRIGGERS);
            }
        }
        FaultRule rule = new FaultRule(kind, value, Map.copyOf(parameters));
        rule.check();
        return rule;
    }

    /** The line it concerns; 0: any. */
    int line() {
        return (int) number("line", 0);
    }

    long number(String parameter, long standard) {
        String text = parameters.get(parameter);
        if (text == null) {
            return standard;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "fault " + kind.word() + ": " + parameter + "=" + text + " is no number", e);
        }
    }

    long micros(String parameter, long standard) {
        String text = parameters.get(parameter);
        return text == null ? standard : micros(text);
    }

    String word(String parameter, String standard) {
        return parameters.getOrDefault(parameter, standard);
    }

    boolean has(String parameter) {
        return parameters.containsKey(parameter);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(kind.word());
        if (!value.isEmpty()) {
            text.append('=').append(value);
        }
        parameters.forEach(
                (name, each) -> text.append(' ').append(name).append('=').append(each));
        return text.toString();
    }

    private void check() {
        for (String parameter : List.of("line", "after", "times", "count", "limit")) {
            number(parameter, 0);
        }
        for (String parameter : List.of("at", "every", "seconds", "offset")) {
            micros(parameter, 0);
        }
        if (kind == FaultKind.STAMPS && Stamps.ofWord(value).isEmpty()) {
            throw new IllegalArgumentException(
                    "fault stamps: '" + value + "' is none of jitter, offset, millis, none, plain");
        }
    }

    private static long micros(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no duration such as 500ms, 10s or 2m");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number).toNanos() / 1000;
            case "s" -> Duration.ofSeconds(number).toNanos() / 1000;
            default -> Duration.ofMinutes(number).toNanos() / 1000;
        };
    }
}

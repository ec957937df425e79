package trifecta.exchange;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import trifecta.protocol.Channel;

/**
 * One fault that is to happen, as written: {@code name[=value][:parameter=value,...]}, several separated by semicolons.
 *
 * @param value what stands behind the name, empty where nothing does
 */
record FaultRule(FaultKind kind, String value, Map<String, String> parameters) {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,10}");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m)");
    private static final List<String> TRIGGERS = List.of("line", "at", "after", "every", "times");

    /** Numbers, and what they must be at least; more than {@link #NUMBER_MAX} is a slip of the hand. */
    private static final Map<String, Integer> NUMBERS =
            Map.of("line", 0, "after", 0, "times", 1, "count", 1, "limit", 1);

    private static final long NUMBER_MAX = 1_000_000_000;
    private static final List<String> DURATIONS = List.of("at", "every", "seconds", "offset", "within", "retry");
    private static final Map<String, List<String>> WORDS = Map.of(
            "how",
            List.of("rst", "orderly"),
            "which",
            List.of("one", "all"),
            "path",
            List.of("markets", "trades", "orderbooks", "historical", "exchange", "events", "series"),
            "channel",
            Arrays.stream(Channel.values()).map(Channel::wireName).toList());

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
                String parameterName = parameter.substring(0, at).strip();
                if (parameters.put(parameterName, parameter.substring(at + 1).strip()) != null) {
                    throw new IllegalArgumentException("fault " + text + ": " + parameterName + " is given twice");
                }
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
                List<String> known = new ArrayList<>(kind.parameters());
                known.addAll(TRIGGERS);
                throw new IllegalArgumentException("fault " + name + ": unknown parameter " + parameter + "; it takes "
                        + String.join(", ", known));
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
        return text == null ? standard : Long.parseLong(text);
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

    /**
     * @throws IllegalArgumentException when it concerns a line that does not exist
     */
    void checkLine(int lines) {
        if (line() > lines) {
            throw refused("line=" + line() + " does not exist; "
                    + (lines == 0 ? "there is none without exchange.keys" : "there are 1 to " + lines));
        }
    }

    /** Markets that a subscription may hold under an {@code error26}. */
    int marketLimit() {
        return Integer.parseInt(value.isEmpty() ? word("limit", "") : value);
    }

    private void check() {
        parameters.forEach((parameter, text) -> {
            if (NUMBERS.containsKey(parameter)) {
                checkNumber(parameter, text, NUMBERS.get(parameter));
            } else if (DURATIONS.contains(parameter)) {
                checkDuration(parameter, text);
            } else if (!WORDS.getOrDefault(parameter, List.of()).contains(text)) {
                throw refused(parameter + "=" + text + " is none of "
                        + String.join(", ", WORDS.getOrDefault(parameter, List.of())));
            }
        });
        switch (kind) {
            case STAMPS -> {
                if (Stamps.ofWord(value).isEmpty()) {
                    throw refused("'" + value + "' is none of jitter, offset, millis, none, plain");
                }
            }
            case ERROR26 -> {
                if (value.isEmpty() == !has("limit")) {
                    throw refused("it needs its limit, as error26=200 or as error26:limit=200");
                }
                checkNumber("limit", value.isEmpty() ? word("limit", "") : value, 1);
            }
            case TIME -> {
                if (Skew.ofWord(value).isEmpty()) {
                    throw refused("'" + value + "' is none of ahead, behind, future, zero");
                }
            }
            case REST -> {
                if (RestTrouble.ofWord(value).isEmpty()) {
                    throw refused("'" + value + "' is none of " + RestTrouble.words());
                }
            }
            default -> {
                if (!value.isEmpty()) {
                    throw refused("it takes no value, so not '=" + value + "'");
                }
            }
        }
    }

    private void checkNumber(String parameter, String text, int least) {
        boolean fits = false;
        if (NUMBER.matcher(text).matches()) {
            long number = Long.parseLong(text);
            fits = number >= least && number <= NUMBER_MAX;
        }
        if (!fits) {
            throw refused(parameter + "=" + text + " is no number from " + least + " to " + NUMBER_MAX);
        }
    }

    private void checkDuration(String parameter, String text) {
        if (!DURATION.matcher(text).matches() || (micros(text) == 0 && !parameter.equals("at"))) {
            throw refused(parameter + "=" + text + " is no duration such as 500ms, 10s or 2m");
        }
    }

    private IllegalArgumentException refused(String why) {
        return new IllegalArgumentException("fault " + kind.word() + ": " + why);
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

package trifecta.console.look;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import trifecta.store.views.TimeText;

/** The parameters of a question, each read once; what is left over or wrong is said. Single-threaded. */
public final class Parameters {
    /** Longer than any ticker or title; a search beyond it is a mistake. */
    private static final int TEXT_MAX = 300;

    private final Map<String, String> values = new HashMap<>();

    /**
     * Reads them.
     *
     * @param raw as it stands behind the question mark; null: none
     */
    public static Parameters read(@Nullable String raw) throws BadQuestion {
        Parameters parameters = new Parameters();
        for (String pair : raw == null || raw.isEmpty() ? new String[0] : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            if (parameters.values.put(name, value) != null) {
                throw new BadQuestion(name + " is given twice.");
            }
            if (value.length() > TEXT_MAX) {
                throw new BadQuestion(name + " is longer than " + TEXT_MAX + " characters.");
            }
        }
        return parameters;
    }

    /** Percent signs as addresses have them. */
    static String decode(String text) throws BadQuestion {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new BadQuestion("The address holds a percent sign that encodes nothing.");
        }
    }

    /** A text; empty when it is not given or blank. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(values.remove(name)).filter(value -> !value.isBlank());
    }

    /** A time in microseconds. */
    Optional<Long> time(String name) throws BadQuestion {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(TimeText.parse(text.get()));
        } catch (IllegalArgumentException e) {
            throw new BadQuestion(name + ": " + e.getMessage() + ".");
        }
    }

    Optional<LocalDate> day(String name) throws BadQuestion {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            LocalDate day = LocalDate.parse(text.get());
            if (day.getYear() < 1970 || day.getYear() > 9999) {
                throw new DateTimeException("beyond all history");
            }
            return Optional.of(day);
        } catch (DateTimeException e) {
            throw new BadQuestion(name + ": '" + text.get() + "' is no day: it is written like 2026-08-10.");
        }
    }

    /**
     * A whole number within bounds.
     *
     * @param standard when it is not given
     * @throws BadQuestion when it is none, or beyond a bound
     */
    public int number(String name, int standard, int least, int most) throws BadQuestion {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return standard;
        }
        try {
            int number = Integer.parseInt(text.get());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw notBetween(name, text.get(), least, most);
        }
        throw notBetween(name, text.get(), least, most);
    }

    private static BadQuestion notBetween(String name, String text, int least, int most) {
        return new BadQuestion(name + ": '" + text + "' is no whole number from " + least + " to " + most + ".");
    }

    /** One of an enum's constants, in small letters. */
    <E extends Enum<E>> Optional<E> choice(String name, Class<E> choices) throws BadQuestion {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        List<E> constants = Stream.of(choices.getEnumConstants()).toList();
        for (E constant : constants) {
            if (word(constant).equals(text.get())) {
                return Optional.of(constant);
            }
        }
        throw new BadQuestion(name + ": '" + text.get() + "' is none of "
                + String.join(", ", constants.stream().map(Parameters::word).toList()) + ".");
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Says that there are parameters which nobody asked for, such as a misspelt one. */
    public void noMore() throws BadQuestion {
        if (!values.isEmpty()) {
            throw new BadQuestion("There is no parameter " + String.join(", ", values.keySet()) + " here.");
        }
    }
}

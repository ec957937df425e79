package trifecta.service;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes as people write them: {@code 200ms}, {@code 10s}, {@code 64MB}. One number, one unit. */
public final class Quantities {
    private static final Pattern QUANTITY = Pattern.compile("(\\d+)\\s*([A-Za-z]+)");

    private static final Map<String, Long> NANOS = ordered(
            "d",
            86_400_000_000_000L,
            "h",
            3_600_000_000_000L,
            "m",
            60_000_000_000L,
            "s",
            1_000_000_000L,
            "ms",
            1_000_000L,
            "us",
            1_000L,
            "ns",
            1L);

    /** Powers of 1024, as memory and PostgreSQL's settings have them. */
    private static final Map<String, Long> BYTES =
            ordered("TB", 1L << 40, "GB", 1L << 30, "MB", 1L << 20, "kB", 1L << 10, "B", 1L);

    private Quantities() {}

    /**
     * A duration from a text.
     *
     * @throws IllegalArgumentException with what is wrong, to be shown
     */
    public static Duration duration(String text) {
        return Duration.ofNanos(parsed(text, NANOS, "10s, 200ms or 5m"));
    }

    /**
     * A size in bytes from a text; units are powers of 1024.
     *
     * @throws IllegalArgumentException with what is wrong, to be shown
     */
    public static long bytes(String text) {
        return parsed(text, BYTES, "64MB or 2GB");
    }

    /** A duration in the largest unit that divides it. */
    public static String text(Duration duration) {
        return duration.isZero() ? "0s" : written(duration.toNanos(), NANOS);
    }

    /** A size in the largest unit that divides it. */
    public static String text(long bytes) {
        return bytes == 0 ? "0B" : written(bytes, BYTES);
    }

    private static long parsed(String text, Map<String, Long> units, String examples) {
        Matcher matcher = QUANTITY.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("is not a number with a unit (" + examples + ")");
        }
        for (Map.Entry<String, Long> unit : units.entrySet()) {
            if (unit.getKey().equalsIgnoreCase(matcher.group(2))) {
                try {
                    return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit.getValue());
                } catch (ArithmeticException | NumberFormatException e) {
                    throw new IllegalArgumentException("is too large", e);
                }
            }
        }
        throw new IllegalArgumentException(
                "has the unknown unit " + matcher.group(2) + " (known: " + String.join(", ", units.keySet()) + ")");
    }

    private static String written(long amount, Map<String, Long> units) {
        for (Map.Entry<String, Long> unit : units.entrySet()) {
            if (amount % unit.getValue() == 0) {
                return amount / unit.getValue() + unit.getKey();
            }
        }
        throw new IllegalStateException("the smallest unit divides everything");
    }

    private static Map<String, Long> ordered(Object... pairs) {
        Map<String, Long> units = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            units.put((String) pairs[i], (Long) pairs[i + 1]);
        }
        return units;
    }
}

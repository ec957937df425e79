package trifecta.cli.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures of both sizes, the targets beside. */
final class ScaleTable {
    static final Duration SUBSCRIBED_WITHIN = Duration.ofMinutes(10);
    static final long HEAP_BYTES_MAX = 2L << 30;
    static final double RATIO_MAX = 1.3;

    private static final double MEGABYTE = 1 << 20;

    private final ScaleFigures few;
    private final ScaleFigures many;

    ScaleTable(ScaleFigures few, ScaleFigures many) {
        this.few = few;
        this.many = many;
    }

    private double ratio() {
        return many.microsPerMessage() / few.microsPerMessage();
    }

    private boolean isSubscribed() {
        return many.subscribed().compareTo(SUBSCRIBED_WITHIN) <= 0;
    }

    private boolean fits() {
        return many.heapBytes() <= HEAP_BYTES_MAX;
    }

    /** Whether no target was missed. */
    boolean isReached() {
        return isSubscribed() && fits() && ratio() <= RATIO_MAX;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(row("open markets", number(few.markets()), number(many.markets()), "", ""));
        lines.add(row("of them active", number(few.active()), number(many.active()), "", ""));
        lines.add(row(
                "all subscribed after, s",
                decimal(few.subscribed().toMillis() / 1e3),
                decimal(many.subscribed().toMillis() / 1e3),
                "<= " + number(SUBSCRIBED_WITHIN.toSeconds()),
                verdict(isSubscribed())));
        lines.add(row(
                "heap after a full collection, MB",
                decimal(few.heapBytes() / MEGABYTE),
                decimal(many.heapBytes() / MEGABYTE),
                "<= " + number(HEAP_BYTES_MAX >> 20),
                verdict(fits())));
        lines.add(row(
                "memory of the process, MB",
                decimal(few.residentBytes() / MEGABYTE),
                decimal(many.residentBytes() / MEGABYTE),
                "",
                ""));
        lines.add(row(
                "events of the exchange a second",
                decimal(few.eventsPerSecond()),
                decimal(many.eventsPerSecond()),
                "",
                ""));
        lines.add(row(
                "messages received a second",
                decimal(few.messagesPerSecond()),
                decimal(many.messagesPerSecond()),
                "",
                ""));
        lines.add(row("of one core", share(few.load()), share(many.load()), "", ""));
        lines.add(row(
                "processor time a message, us",
                decimal(few.microsPerMessage()),
                decimal(many.microsPerMessage()),
                "",
                ""));
        lines.add(row(
                "times that at %s markets".formatted(number(few.markets())),
                "",
                "%.2f".formatted(ratio()),
                "<= " + RATIO_MAX,
                verdict(ratio() <= RATIO_MAX)));
        return lines;
    }

    private static String row(String what, String few, String many, String target, String verdict) {
        return "%-34s %11s %11s  %-12s %s"
                .formatted(what, few, many, target, verdict)
                .stripTrailing();
    }

    private static String verdict(boolean reached) {
        return reached ? "yes" : "NO";
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%,.0f", value);
    }

    private static String share(double value) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * value);
    }
}

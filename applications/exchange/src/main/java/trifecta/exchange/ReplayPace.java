package trifecta.exchange;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How fast recorded frames are replayed. */
sealed interface ReplayPace {
    /**
     * By the recorder's clock.
     *
     * @param speed 1: as it was
     */
    record ByClock(double speed) implements ReplayPace {}

    record PerSecond(double messages) implements ReplayPace {}

    /** As fast as all clients take it. */
    record Unbounded() implements ReplayPace {}

    /** Reads {@code 1x}, {@code 2.5x}, {@code 5000/s}, {@code max}. */
    static Optional<ReplayPace> ofText(String text) {
        if (text.equals("max")) {
            return Optional.of(new Unbounded());
        }
        Matcher matcher = Pattern.compile("(\\d+(?:\\.\\d+)?)(x|/s)").matcher(text);
        if (!matcher.matches() || Double.parseDouble(matcher.group(1)) <= 0) {
            return Optional.empty();
        }
        double number = Double.parseDouble(matcher.group(1));
        return Optional.of(matcher.group(2).equals("x") ? new ByClock(number) : new PerSecond(number));
    }
}

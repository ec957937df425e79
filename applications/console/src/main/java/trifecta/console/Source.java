package trifecta.console;

import java.util.Locale;
import java.util.Optional;

/**
 * Where the data comes from: an exchange of our own, which is no market, or Kalshi.
 *
 * @param kind {@code kalshi}, {@code simulated}, {@code replay} or {@code unknown}
 * @param text as the exchange or the lines call it
 */
record Source(String kind, String text) {

    static Source of(Scene scene) {
        Optional<String> own =
                scene.exchange().map(lane -> lane.status().text("source")).filter(text -> !text.isEmpty());
        if (own.isPresent()) {
            return new Source(own.get().contains("simulated") ? "simulated" : "replay", own.get());
        }
        String text = scene.lines().stream()
                .map(line -> line.status().text("source"))
                .filter(each -> !each.isEmpty())
                .findFirst()
                .orElse("");
        return new Source(scene.exchange().isPresent() ? "simulated" : kind(text), text);
    }

    private static String kind(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("simulated")) {
            return "simulated";
        }
        return lower.contains("kalshi") ? "kalshi" : "unknown";
    }
}

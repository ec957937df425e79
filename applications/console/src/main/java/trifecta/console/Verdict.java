package trifecta.console;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import trifecta.service.status.Health;

/**
 * The one sentence of the page: is anything being lost right now?
 *
 * @param headline a few words
 * @param detail what it rests on
 */
record Verdict(Health health, String headline, String detail) {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

    private static final List<String> NUMBERS =
            List.of("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine");

    /** The words for a scene; how it stands is {@link Scene#health}. */
    static Verdict of(Scene scene) {
        Health health = scene.health();
        if (scene.lines().isEmpty()) {
            return new Verdict(health, "Nothing to watch.", "No gatherer is configured for this console.");
        }
        if (scene.linesLive() == 0) {
            return noLine(scene, health);
        }
        if (health == Health.LOSING) {
            long gaps = scene.merge().count("openGaps").orElse(0);
            String markets = gaps == 1 ? "One market is" : String.format("%,d markets are", gaps);
            return new Verdict(health, "Data is missing.", markets + " covered by no line right now.");
        }
        return scene.merging() ? nothingMissing(scene, health) : notMerging(scene, health);
    }

    private static Verdict noLine(Scene scene, Health health) {
        if (health == Health.STARTING) {
            return new Verdict(health, "Starting.", "Waiting for the first line.");
        }
        Instant since = scene.lines().stream()
                .flatMap(line -> line.ongoing().stream())
                .map(Incident::from)
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
        return new Verdict(health, "Data is being lost.", "No line is live since " + CLOCK.format(since) + " UTC.");
    }

    private static Verdict notMerging(Scene scene, Health health) {
        if (scene.merged().isEmpty()) {
            return new Verdict(health, "Captured, not merged.", "No deduplicator is configured.");
        }
        if (health == Health.STARTING) {
            return new Verdict(health, "Starting.", lines(scene) + ". Waiting for the first merged rows.");
        }
        Lane merged = scene.merged().get();
        String what = merged.finding().condition() == Condition.STORE_DOWN ? "production" : "the deduplicator";
        return new Verdict(
                health, "Captured, not merged.", lines(scene) + " and keep everything until " + what + " is back.");
    }

    private static Verdict nothingMissing(Scene scene, Health health) {
        List<Lane> absent =
                scene.lines().stream().filter(line -> !Scene.carries(line)).toList();
        String who = absent.isEmpty() ? lines(scene) : names(absent) + carriedBy(scene);
        return new Verdict(health, claim(scene), who + behind(scene) + ".");
    }

    /** That nothing is missing is said only when the deduplicator counts the gaps. */
    private static String claim(Scene scene) {
        return scene.merge().count("openGaps").isPresent() ? "Nothing missing." : "Capturing.";
    }

    private static String names(List<Lane> absent) {
        String names = absent.stream()
                .map(line -> line.component().name() + " is "
                        + line.finding().condition().word())
                .collect(Collectors.joining(", "));
        return names + "; ";
    }

    private static String carriedBy(Scene scene) {
        String carriers = scene.lines().stream()
                .filter(Scene::carries)
                .map(line -> line.component().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" and "));
        return carriers + (scene.linesLive() == 1 ? " carries everything" : " carry everything");
    }

    private static String lines(Scene scene) {
        int live = Math.toIntExact(scene.linesLive());
        String number = live < NUMBERS.size() ? NUMBERS.get(live) : String.valueOf(live);
        return number + (live == 1 ? " line is live" : " lines are live");
    }

    private static String behind(Scene scene) {
        OptionalLong median = scene.merge().object("latencyMillis").count("p50");
        return median.isPresent() ? ", merged " + median.getAsLong() + " ms behind the wire" : "";
    }
}

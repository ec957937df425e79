package trifecta.console;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * The one sentence of the page: is anything being lost right now?
 *
 * @param headline a few words
 * @param detail what it rests on
 */
record Verdict(State state, String headline, String detail) {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

    private static final List<String> NUMBERS =
            List.of("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine");

    /** The same three words as the status command, and the time before there is anything to say. */
    enum State {
        STARTING,
        HEALTHY,
        DEGRADED,
        LOSING
    }

    static Verdict of(Scene scene) {
        if (scene.lines().isEmpty()) {
            return new Verdict(State.STARTING, "Nothing to watch.", "No gatherer is configured for this console.");
        }
        if (scene.linesLive() == 0) {
            return noLine(scene);
        }
        long gaps = scene.merge().count("openGaps").orElse(0);
        if (scene.merging() && gaps > 0) {
            String markets = gaps == 1 ? "One market is" : String.format("%,d markets are", gaps);
            return new Verdict(State.LOSING, "Data is missing.", markets + " covered by no line right now.");
        }
        if (!scene.merging()) {
            return notMerging(scene);
        }
        return nothingMissing(scene);
    }

    private static Verdict noLine(Scene scene) {
        if (scene.lines().stream().allMatch(Verdict::starting)) {
            return new Verdict(State.STARTING, "Starting.", "Waiting for the first line.");
        }
        Instant since = scene.lines().stream()
                .flatMap(line -> line.ongoing().stream())
                .map(Incident::from)
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
        return new Verdict(
                State.LOSING, "Data is being lost.", "No line is live since " + CLOCK.format(since) + " UTC.");
    }

    /** Whether a lane is in its first start, which is no trouble. */
    private static boolean starting(Lane lane) {
        Condition condition = lane.finding().condition();
        return (condition == Condition.UNSEEN || condition == Condition.STARTING)
                && lane.ongoing().map(Incident::first).orElse(true);
    }

    private static Verdict notMerging(Scene scene) {
        if (scene.merged().isEmpty()) {
            return new Verdict(State.DEGRADED, "Captured, not merged.", "No deduplicator is configured.");
        }
        Lane merged = scene.merged().get();
        if (starting(merged)) {
            return new Verdict(State.STARTING, "Starting.", lines(scene) + ". Waiting for the first merged rows.");
        }
        String what = merged.finding().condition() == Condition.STORE_DOWN ? "production" : "the deduplicator";
        return new Verdict(
                State.DEGRADED,
                "Captured, not merged.",
                lines(scene) + " and keep everything until " + what + " is back.");
    }

    private static Verdict nothingMissing(Scene scene) {
        List<Lane> absent =
                scene.lines().stream().filter(line -> !Scene.carries(line)).toList();
        if (!absent.isEmpty()) {
            return new Verdict(State.DEGRADED, claim(scene), names(absent) + carriedBy(scene) + behind(scene) + ".");
        }
        boolean whole = scene.lines().stream().allMatch(Lane::live)
                && scene.merged().map(Lane::live).orElse(false);
        return new Verdict(whole ? State.HEALTHY : State.DEGRADED, claim(scene), lines(scene) + behind(scene) + ".");
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

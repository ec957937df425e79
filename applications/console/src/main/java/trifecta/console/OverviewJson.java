package trifecta.console;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import trifecta.service.status.Json;

/**
 * The overview as JSON. The whole one carries each lane's history in {@code samples}; the one of a second carries the newest
 * sample as {@code sample} and is the same otherwise, so that a page needs no rules for merging. Statuses stand in it as the
 * processes gave them, with their own field names.
 */
final class OverviewJson {
    private OverviewJson() {}

    /** With the whole history. */
    static String whole(Overview overview, Instant now, long tick) {
        return write(
                overview,
                now,
                tick,
                lane -> Map.entry(
                        "samples", lane.samples().stream().map(Sample::row).toList()));
    }

    /** With this second's samples alone. */
    static String second(Overview overview, Instant now, long tick) {
        return write(
                overview,
                now,
                tick,
                lane -> Map.entry("sample", lane.samples().getLast().row()));
    }

    private static String write(
            Overview overview, Instant now, long tick, Function<Lane, Map.Entry<String, ?>> history) {
        Scene scene = overview.scene();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("now", now);
        json.put("nowMillis", now.toEpochMilli());
        json.put("tick", tick);
        json.put("startedAt", overview.startedAt());
        json.put("startedAtMillis", overview.startedAt().toEpochMilli());
        json.put("windowSeconds", Overview.WINDOW_SECONDS);
        Source source = Source.of(scene);
        json.put("source", Map.of("kind", source.kind(), "text", source.text()));
        Verdict verdict = overview.verdict();
        json.put(
                "verdict",
                Map.of(
                        "state", verdict.health().word(),
                        "headline", verdict.headline(),
                        "detail", verdict.detail()));
        json.put(
                "alerts",
                overview.alerts().stream().map(alert -> alert(overview, alert)).toList());
        json.put("lanes", lanes(overview, scene, history));
        json.put("incidents", incidents(overview, now));
        json.put("storage", storage(scene.storage()));
        return Json.write(json);
    }

    private static List<Object> lanes(Overview overview, Scene scene, Function<Lane, Map.Entry<String, ?>> history) {
        List<Object> lanes = new ArrayList<>();
        for (Lane lane : overview.lanes()) {
            Map<String, @Nullable Object> json = new LinkedHashMap<>();
            json.put("id", lane.component().id());
            json.put("name", lane.component().name());
            json.put("role", word(lane.component().role()));
            json.put("line", lane.component().line());
            json.put("condition", lane.finding().condition().word());
            json.put("reason", lane.finding().reason());
            json.put("answers", lane.answers());
            json.put("perSecond", number(lane.perSecond()));
            json.put(
                    "merge",
                    AlertRules.lineOf(scene.merge(), lane.component().line()).fields());
            json.put("status", lane.status().fields());
            Map.Entry<String, ?> past = history.apply(lane);
            json.put(past.getKey(), past.getValue());
            lanes.add(json);
        }
        return lanes;
    }

    private static @Nullable Object number(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    private static Map<String, Object> alert(Overview overview, Alert alert) {
        return Map.of(
                "key", alert.key(),
                "severity", word(alert.severity()),
                "what", alert.what(),
                "detail", alert.detail(),
                "since", overview.since(alert),
                "sinceMillis", overview.since(alert).toEpochMilli());
    }

    private static List<Object> incidents(Overview overview, Instant now) {
        return overview.lanes().stream()
                .flatMap(lane -> lane.incidents().stream())
                .sorted(Comparator.comparing(Incident::from))
                .map(incident -> (Object) incident(incident, now))
                .toList();
    }

    private static Map<String, @Nullable Object> incident(Incident incident, Instant now) {
        Instant to = incident.to().orElse(now);
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("lane", incident.component().id());
        json.put("name", incident.component().name());
        json.put("condition", incident.worst().word());
        json.put("reason", incident.reason());
        json.put("fromMillis", incident.from().toEpochMilli());
        json.put("toMillis", incident.ongoing() ? null : Long.valueOf(to.toEpochMilli()));
        json.put("durationMillis", Duration.between(incident.from(), to).toMillis());
        json.put("targetMillis", incident.target().toMillis());
        json.put("first", incident.first());
        return json;
    }

    private static Map<String, @Nullable Object> storage(Storage storage) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("measuredAt", storage.measuredAt().orElse(null));
        json.put("usableBytes", storage.usableBytes());
        json.put("totalBytes", storage.totalBytes());
        json.put(
                "folders",
                storage.folders().stream()
                        .map(folder -> Map.of("name", folder.name(), "bytes", folder.bytes(), "whole", folder.whole()))
                        .toList());
        return json;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}

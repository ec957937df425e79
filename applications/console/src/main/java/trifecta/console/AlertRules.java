package trifecta.console;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import trifecta.console.Alert.Severity;
import trifecta.service.status.Status;

/** What deserves a person's attention, from one second's scene. Pure. */
final class AlertRules {
    /** Beyond this a line's rows reach production late enough to be seen. */
    static final long LAG_MILLIS_MAX = 10_000;

    private AlertRules() {}

    /** All alerts, worst first. */
    static List<Alert> of(Scene scene) {
        List<Alert> alerts = new ArrayList<>();
        scene.lines().forEach(line -> ofLine(scene, line, alerts));
        ofMerge(scene, alerts);
        ofExchange(scene, alerts);
        ofStorage(scene.storage(), alerts);
        alerts.sort(Comparator.comparing(Alert::severity));
        return List.copyOf(alerts);
    }

    private static void ofLine(Scene scene, Lane line, List<Alert> alerts) {
        String name = line.component().name();
        String id = line.component().id();
        Severity severity = scene.linesLive() == 0 ? Severity.CRITICAL : Severity.WARNING;
        String detail = line.finding().reason();
        switch (line.finding().condition()) {
            case DOWN -> alerts.add(new Alert(id + ".down", severity, name + " is down", detail));
            case SILENT -> alerts.add(new Alert(id + ".silent", severity, name + " is silent", detail));
            case DEGRADED -> alerts.add(new Alert(id + ".degraded", Severity.WARNING, name + " is degraded", detail));
            case BROKEN, RESTARTED, STARTING, UNSEEN, LIVE, GAP, STORE_DOWN -> {}
        }
        ofLag(scene, line, alerts);
        positive(
                line.status().count("undecodable"),
                count -> alerts.add(new Alert(
                        id + ".undecodable",
                        Severity.WARNING,
                        name + ": " + count(count, "undecodable frame"),
                        "kept in its journal, with the reason")));
        positive(
                line.status().count("unknown"),
                count -> alerts.add(new Alert(
                        id + ".unknown",
                        Severity.WARNING,
                        name + ": " + count(count, "message") + " of an unknown type",
                        "kept as they came, and taken for no change: look what the exchange has begun to send")));
    }

    /** A line that is down lags as well; that is no second matter. */
    private static void ofLag(Scene scene, Lane line, List<Alert> alerts) {
        if (!line.answers() || !scene.merging()) {
            return;
        }
        Status seen = lineOf(scene.merge(), line.component().line());
        String name = line.component().name();
        String id = line.component().id();
        long lag = seen.count("lagMillis").orElse(0);
        if (seen.text("state").equals("unreachable")) {
            alerts.add(new Alert(
                    id + ".unreachable",
                    Severity.WARNING,
                    name + " cannot be read",
                    seen.text("trouble").isEmpty()
                            ? "the deduplicator does not reach its database"
                            : seen.text("trouble")));
        } else if (seen.text("state").equals("lagging") || lag > LAG_MILLIS_MAX) {
            alerts.add(new Alert(
                    id + ".lagging", Severity.WARNING, name + " is lagging", seconds(lag) + " behind the wire"));
        }
    }

    private static void ofMerge(Scene scene, List<Alert> alerts) {
        if (scene.merged().isEmpty()) {
            return;
        }
        Lane merged = scene.merged().get();
        switch (merged.finding().condition()) {
            case DOWN ->
                alerts.add(new Alert(
                        "merge.down",
                        Severity.CRITICAL,
                        "The deduplicator is down",
                        merged.finding().reason() + ". The lines keep what it has not merged"));
            case STORE_DOWN ->
                alerts.add(new Alert(
                        "production.down",
                        Severity.CRITICAL,
                        "Production is down",
                        merged.finding().reason() + ". The lines keep what is not merged"));
            case SILENT -> {
                if (scene.linesLive() > 0) {
                    alerts.add(new Alert(
                            "merge.silent",
                            Severity.CRITICAL,
                            "Nothing is merged",
                            merged.finding().reason() + ". The lines keep what is not merged"));
                }
            }
            case GAP, RESTARTED, STARTING, DEGRADED, BROKEN, UNSEEN, LIVE -> {}
        }
        if (merged.isStandbyMissing()) {
            alerts.add(new Alert(
                    "merge.standby",
                    Severity.WARNING,
                    "No deduplicator stands by",
                    "when the one that merges dies, it has to be started anew first"));
        }
        Status merge = scene.merge();
        positive(
                merge.count("openGaps"),
                count -> alerts.add(new Alert(
                        "gaps", Severity.CRITICAL, count(count, "open gap"), "markets that no line covers right now")));
        positive(
                merge.count("disputed"),
                count -> alerts.add(new Alert(
                        "disputed", Severity.WARNING, count(count, "disputed stretch"), "snapshots say otherwise")));
        positive(
                merge.count("booksDisagreed"),
                count -> alerts.add(new Alert(
                        "books",
                        Severity.WARNING,
                        count(count, "book") + " unlike the exchange's",
                        "since the deduplicator began; book_checks and coverage tell which and when")));
        positive(
                merge.count("quarantined"),
                count -> alerts.add(new Alert(
                        "quarantined",
                        Severity.WARNING,
                        count(count, "quarantined row"),
                        "not stored among the others; look at the reasons")));
    }

    private static void ofExchange(Scene scene, List<Alert> alerts) {
        scene.exchange()
                .filter(lane -> lane.finding().condition() == Condition.DOWN)
                .ifPresent(lane -> alerts.add(new Alert(
                        "exchange.down",
                        Severity.WARNING,
                        "The exchange is down",
                        lane.finding().reason() + ". There is nothing to capture")));
    }

    private static void ofStorage(Storage storage, List<Alert> alerts) {
        if (storage.filling()) {
            alerts.add(new Alert(
                    "storage.full",
                    Severity.WARNING,
                    "The disk fills up",
                    storage.percentUsed() + " % used; a full disk stops a line"));
        }
    }

    /** What the deduplicator says of a line. */
    static Status lineOf(Status merge, int line) {
        return merge.list("lines").stream()
                .filter(each -> each.count("line").orElse(0) == line)
                .findFirst()
                .orElse(Status.EMPTY);
    }

    private interface Counted {
        void accept(long count);
    }

    private static void positive(OptionalLong count, Counted then) {
        if (count.orElse(0) > 0) {
            then.accept(count.getAsLong());
        }
    }

    private static String count(long count, String noun) {
        if (count == 1) {
            return "1 " + noun;
        }
        return String.format("%,d %s", count, noun.endsWith("ch") ? noun + "es" : noun + "s");
    }

    private static String seconds(long millis) {
        return String.format("%.1f s", millis / 1000.0);
    }
}

package trifecta.cli.up;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import trifecta.cli.Terminal;
import trifecta.cli.Terminal.Colour;

/**
 * A whole stack at one moment, as a table of five to ten lines of at most 80 columns, and as one word of health.
 *
 * @param places what should run
 * @param statuses what answered, by process
 * @param starting processes of which nothing was heard yet, though they were just started
 */
record Overview(StackDescription places, Map<String, Status> statuses, Set<String> starting) {
    private static final int LABEL_WIDTH = 14;

    /** What is left of 80 columns behind the label. */
    private static final int TEXT_WIDTH = 80 - 2 - LABEL_WIDTH;

    /** Something a row says beside its numbers. */
    record Row(String label, String text, Health health) {}

    /** The worst of all rows. When no line is live, data is being lost. */
    Health health() {
        boolean captures = gatherers().stream().anyMatch(name -> state(name).equals("live"));
        Health worst = rows().stream().map(Row::health).reduce(Health.HEALTHY, Health::worse);
        return captures ? worst : Health.LOSING_DATA;
    }

    /** A row for the source, each gatherer, the production database and the console. */
    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        rows.add(new Row("source", source(), sourceHealth()));
        for (String name : gatherers()) {
            rows.add(gatherer(name));
        }
        rows.add(production());
        if (places.console() != 0) {
            rows.add(new Row("console", "http://localhost:" + places.console(), Health.HEALTHY));
        }
        return rows;
    }

    /** The rows as lines for people. */
    List<String> lines(Terminal terminal) {
        return rows().stream().flatMap(row -> lines(terminal, row).stream()).toList();
    }

    /** Everything for machines. */
    Map<String, Object> json() {
        Map<String, Object> processes = new LinkedHashMap<>();
        for (String name : places.statuses().keySet()) {
            Status status = statuses.get(name);
            processes.put(name, status == null ? Map.of("state", "down") : status.json());
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("health", health().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        json.put("source", source());
        json.put("processes", processes);
        return json;
    }

    /** Usually one; a longer one goes on below at one of its commas. */
    private static List<String> lines(Terminal terminal, Row row) {
        List<String> lines = new ArrayList<>();
        String label = row.label();
        String rest = row.text();
        while (!rest.isEmpty()) {
            int end = TEXT_WIDTH >= rest.length() ? rest.length() : rest.lastIndexOf(", ", TEXT_WIDTH - 1) + 1;
            int cut = end == 0 ? rest.length() : end;
            lines.add(String.format("  %-" + LABEL_WIDTH + "s", label)
                    + coloured(terminal, row.health(), rest.substring(0, cut)));
            label = "";
            rest = rest.substring(cut).strip();
        }
        return lines;
    }

    private static String coloured(Terminal terminal, Health health, String text) {
        return switch (health) {
            case HEALTHY -> text;
            case DEGRADED -> terminal.coloured(Colour.YELLOW, text);
            case LOSING_DATA -> terminal.coloured(Colour.RED, text);
        };
    }

    private List<String> gatherers() {
        return places.statuses().keySet().stream()
                .filter(name -> name.startsWith("gatherer-"))
                .toList();
    }

    private String state(String process) {
        Status status = statuses.get(process);
        return status == null ? "down" : status.text("state");
    }

    private String source() {
        Status exchange = statuses.get(Stack.EXCHANGE);
        String said = exchange == null ? "" : exchange.text("source");
        return said.isEmpty() ? places.source() : said;
    }

    private Health sourceHealth() {
        boolean ours = places.statuses().containsKey(Stack.EXCHANGE);
        return ours && !statuses.containsKey(Stack.EXCHANGE) ? Health.DEGRADED : Health.HEALTHY;
    }

    private Row gatherer(String name) {
        String label = name.replace('-', ' ');
        Status status = statuses.get(name);
        if (status == null) {
            return new Row(label, starting.contains(name) ? "starting" : "down", Health.DEGRADED);
        }
        String state = status.text("state");
        StringBuilder text = new StringBuilder(
                String.format(Locale.ROOT, "%-9s %,.0f messages/s", state, status.number("messagesPerSecond")));
        if ("down".equals(status.text("database"))) {
            text.append(", its database is down (the journal keeps all)");
        }
        long breaks = Math.round(status.number("breaks"));
        if (breaks > 0) {
            text.append(String.format(Locale.ROOT, ", %,d break%s", breaks, breaks == 1 ? "" : "s"));
        }
        return new Row(label, text.toString(), state.equals("live") ? Health.HEALTHY : Health.DEGRADED);
    }

    private Row production() {
        Status status = statuses.get(Stack.DEDUPLICATOR);
        if (status == null) {
            return new Row(
                    "production",
                    starting.contains(Stack.DEDUPLICATOR)
                            ? "starting"
                            : "the deduplicator is down (the gatherers keep all)",
                    Health.DEGRADED);
        }
        if ("down".equals(status.text("production"))) {
            return new Row("production", "the database is down (the gatherers keep all)", Health.DEGRADED);
        }
        String lag = status.number("latencyMillis", "p50")
                .map(p50 -> String.format(Locale.ROOT, ", %s behind the wire%s", millis(p50), tail(status)))
                .orElse("");
        Optional<String> missing = missing(status);
        String text = String.format(Locale.ROOT, "merged %,.0f events/s", status.number("mergedPerSecond")) + lag + ", "
                + missing.orElse("nothing missing");
        boolean well = status.text("state").equals("live") && missing.isEmpty();
        return new Row("production", text, well ? Health.HEALTHY : Health.DEGRADED);
    }

    private static String tail(Status status) {
        return status.number("latencyMillis", "p99")
                .map(p99 -> " (p99 " + millis(p99) + ")")
                .orElse("");
    }

    private static Optional<String> missing(Status status) {
        List<String> troubles = new ArrayList<>();
        trouble(troubles, status, "openGaps", "gap");
        trouble(troubles, status, "disputed", "disputed market");
        trouble(troubles, status, "quarantined", "quarantined row");
        return troubles.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", troubles));
    }

    private static void trouble(List<String> troubles, Status status, String field, String noun) {
        long count = Math.round(status.number(field));
        if (count > 0) {
            troubles.add(String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s"));
        }
    }

    private static String millis(double millis) {
        return millis < 10_000
                ? String.format(Locale.ROOT, "%,.0f ms", millis)
                : String.format(Locale.ROOT, "%,.0f s", millis / 1000);
    }
}

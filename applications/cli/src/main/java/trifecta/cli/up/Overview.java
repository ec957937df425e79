package trifecta.cli.up;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import trifecta.cli.Terminal;
import trifecta.cli.Terminal.Colour;
import trifecta.service.status.Health;
import trifecta.service.status.Leader;
import trifecta.service.status.Status;

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

    /**
     * A line of the table.
     *
     * @param well false to draw a person's eyes to it
     */
    record Row(String label, String text, boolean well) {}

    /** By the rule that the console has too; a part that does not run is less than all. */
    Health health() {
        Status merge = Leader.status(statuses).orElse(Status.EMPTY);
        return Health.of(
                gatherers().stream().map(this::line).toList(),
                merge.equals(Status.EMPTY) && mergeStarts() ? Health.Merge.STARTING : Health.Merge.of(merge),
                merge.count("openGaps").orElse(0),
                runs(Stack.EXCHANGE) && runs(Stack.CONSOLE) && deduplicators().allMatch(this::runs));
    }

    /** A row for the source, each gatherer, the production database and the console. */
    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        rows.add(new Row("source", source(), runs(Stack.EXCHANGE)));
        for (String name : gatherers()) {
            rows.add(gatherer(name));
        }
        rows.add(production());
        if (places.console() != 0) {
            rows.add(console());
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
        for (String name : places.addresses().keySet()) {
            Status status = statuses.get(name);
            processes.put(name, status == null ? Map.of("state", absent(name)) : status.fields());
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("health", health().word());
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
                    + (row.well() ? rest.substring(0, cut) : terminal.coloured(Colour.YELLOW, rest.substring(0, cut))));
            label = "";
            rest = rest.substring(cut).strip();
        }
        return lines;
    }

    private Stream<String> deduplicators() {
        return places.statuses().keySet().stream().filter(Leader::isDeduplicator);
    }

    private boolean mergeStarts() {
        return deduplicators().anyMatch(starting::contains);
    }

    private List<String> gatherers() {
        return places.statuses().keySet().stream()
                .filter(name -> name.startsWith("gatherer-"))
                .toList();
    }

    /** Whether a process answers, or need not: there is none, or it was just started. */
    private boolean runs(String process) {
        return statuses.containsKey(process)
                || starting.contains(process)
                || !places.addresses().containsKey(process);
    }

    private String absent(String process) {
        return starting.contains(process) ? "starting" : "down";
    }

    private Health.Line line(String gatherer) {
        return starting.contains(gatherer)
                ? Health.Line.STARTING
                : Health.Line.of(statuses.getOrDefault(gatherer, Status.EMPTY));
    }

    private Row console() {
        String address = "http://localhost:" + places.console();
        return statuses.containsKey(Stack.CONSOLE)
                ? new Row("console", address, true)
                : new Row("console", absent(Stack.CONSOLE) + ", " + address, runs(Stack.CONSOLE));
    }

    private String source() {
        Status exchange = statuses.get(Stack.EXCHANGE);
        String said = exchange == null ? "" : exchange.text("source");
        return said.isEmpty() ? places.source() : said;
    }

    private Row gatherer(String name) {
        String label = name.replace('-', ' ');
        Status status = statuses.get(name);
        if (status == null) {
            return new Row(label, absent(name), false);
        }
        String state = status.text("state");
        StringBuilder text = new StringBuilder(
                String.format(Locale.ROOT, "%-9s %,.0f messages/s", state, status.number("messagesPerSecond")));
        if ("down".equals(status.text("database"))) {
            text.append(", its database is down (the journal keeps all)");
        }
        if ("closed".equals(status.text("exchange"))) {
            text.append(", the exchange says that it is closed");
        }
        if (!status.text("refused").isEmpty()) {
            text.append(", ").append(status.text("refused"));
        }
        if ("filling".equals(status.text("disk"))) {
            text.append(String.format(Locale.ROOT, ", its disk is %.0f %% full", status.number("diskUsedPercent")));
        }
        long breaks = Math.round(status.number("breaks"));
        if (breaks > 0) {
            text.append(String.format(Locale.ROOT, ", %,d break%s", breaks, breaks == 1 ? "" : "s"));
        }
        return new Row(label, text.toString(), state.equals("live"));
    }

    private Row production() {
        Status status = Leader.status(statuses).orElse(Status.EMPTY);
        if (status.equals(Status.EMPTY)) {
            return new Row(
                    "production",
                    mergeStarts() ? "starting" : "the deduplicator is down (the gatherers keep all)",
                    false);
        }
        if (status.text("state").equals("starting")) {
            return new Row("production", "starting", false);
        }
        if (status.text("state").equals("standby")) {
            return new Row("production", "the standby is taking over (the gatherers keep all)", false);
        }
        if (status.text("production").equals("down")) {
            return new Row("production", "the database is down (the gatherers keep all)", false);
        }
        if (status.count("merged").orElse(1) == 0) {
            return new Row("production", "nothing to merge yet", false);
        }
        boolean standby = deduplicators().allMatch(this::runs);
        Optional<String> missing = missing(status);
        String text = String.format(Locale.ROOT, "merged %,.0f events/s", status.number("mergedPerSecond"))
                + latency(status.object("latencyMillis")) + ", " + missing.orElse("nothing missing")
                + (standby ? "" : ", no standby");
        return new Row("production", text, status.text("state").equals("live") && missing.isEmpty() && standby);
    }

    /** How late rows arrive; nothing before there was a row that tells. */
    private static String latency(Status latency) {
        double p99 = latency.number("p99");
        return p99 > 0 && latency.decimal("p50").isPresent()
                ? String.format(", %s behind the wire (p99 %s)", millis(latency.number("p50")), millis(p99))
                : "";
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

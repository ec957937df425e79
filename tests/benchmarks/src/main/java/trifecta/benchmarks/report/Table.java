package trifecta.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Everything on one page of {@value #COLUMNS} columns: the machine, the figures, what has to be known about them. */
public final class Table {
    private static final int COLUMNS = 80;
    private static final String ROW = "%-30s %11s  %-17s %-13s %s";
    private static final String INDENT = "  ";

    private Table() {}

    /**
     * The lines of the page.
     *
     * @param machine its facts, a name and a value each
     * @param results by name of the part
     */
    public static List<String> lines(Map<String, String> machine, Map<String, Result> results) {
        List<String> lines = new ArrayList<>();
        machine.forEach((name, value) -> lines.addAll(wrapped(value, "%-10s ".formatted(name), " ".repeat(11))));
        lines.add("");
        lines.add(ROW.formatted("", "median", "from-to", "target", "").stripTrailing());
        results.forEach((part, result) -> {
            lines.add(part);
            result.measurements().forEach(measurement -> lines.add(row(measurement)));
            result.notes().forEach(note -> lines.addAll(wrapped(note, INDENT + "- ", INDENT + "  ")));
        });
        return lines;
    }

    private static String row(Measurement measurement) {
        Unit unit = measurement.unit();
        List<Double> rounds = measurement.rounds();
        String spread = rounds.size() == 1
                ? ""
                : unit.brief(rounds.getFirst()) + "-" + unit.brief(rounds.getLast()) + " (" + rounds.size() + ")";
        String target = measurement
                .target()
                .map(wanted -> wanted.sign() + " " + unit.full(wanted.value()))
                .orElse("");
        String verdict = measurement.target().isEmpty() ? "" : measurement.reached() ? "yes" : "NO";
        return ROW.formatted(INDENT + measurement.what(), unit.full(measurement.median()), spread, target, verdict)
                .stripTrailing();
    }

    private static List<String> wrapped(String text, String first, String others) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(first);
        boolean fresh = true;
        for (String word : text.split(" ", -1)) {
            if (!fresh && line.length() + 1 + word.length() > COLUMNS) {
                lines.add(line.toString());
                line = new StringBuilder(others);
                fresh = true;
            }
            line.append(fresh ? "" : " ").append(word);
            fresh = false;
        }
        lines.add(line.toString().stripTrailing());
        return lines;
    }
}

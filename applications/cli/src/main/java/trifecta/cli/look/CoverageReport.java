package trifecta.cli.look;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import trifecta.cli.Terminal;
import trifecta.cli.Terminal.Colour;
import trifecta.cli.look.FormatOption.Format;
import trifecta.cli.look.TextTable.Column;
import trifecta.service.status.Json;
import trifecta.store.views.CoverageRow;
import trifecta.store.views.TimeText;

/**
 * What is complete of a market, for people or machines.
 *
 * @param rows the ledger's intervals by channel and time, as finely as it has them
 */
record CoverageReport(String ticker, List<CoverageRow> rows) {

    /**
     * Prints them.
     *
     * @return the exit code
     */
    int print(CommandLine command, Terminal terminal, Format format) {
        PrintWriter out = command.getOut();
        switch (format) {
            case TABLE -> {
                table().forEach(out::println);
                out.println();
                verdict(terminal).forEach(out::println);
            }
            case CSV -> csv(out);
            case JSON -> out.println(Json.writeIndented(json()));
        }
        out.flush();
        return rows.stream().anyMatch(CoverageRow::isSerious) ? Exit.INCOMPLETE : ExitCode.OK;
    }

    private List<String> table() {
        if (rows.isEmpty()) {
            return List.of("  the ledger says nothing of that time");
        }
        TextTable table = new TextTable(
                Column.text("channel"),
                Column.text("state"),
                Column.text("from, UTC"),
                Column.number("for"),
                Column.text("lines"),
                Column.text("why"));
        for (CoverageRow row : CoverageRow.joined(rows)) {
            table.row(
                    row.channel(),
                    row.state().word(),
                    TimeText.millis(row.fromMicros()),
                    row.duration(),
                    row.lines(),
                    row.reason());
        }
        return table.lines();
    }

    private List<String> verdict(Terminal terminal) {
        List<String> lines = new ArrayList<>();
        List<CoverageRow> serious =
                CoverageRow.joined(rows).stream().filter(CoverageRow::isSerious).toList();
        if (CoverageRow.isComplete(rows)) {
            lines.addAll(Labelled.lines(terminal, Colour.GREEN, "complete", "no gap, no dispute"));
        } else if (serious.isEmpty()) {
            String what = rows.isEmpty() ? "nothing is known of it" : "no gap, no dispute; not all of it is proven yet";
            lines.addAll(Labelled.lines(terminal, Colour.YELLOW, "not proven", what));
        } else {
            long gaps = serious.stream()
                    .filter(row -> row.state().word().equals("gap"))
                    .count();
            lines.addAll(Labelled.lines(
                    terminal,
                    Colour.RED,
                    "incomplete",
                    "%,d gaps, %,d disputes".formatted(gaps, serious.size() - gaps)));
        }
        return lines;
    }

    private void csv(PrintWriter out) {
        Csv csv = new Csv(out, "market_ticker,channel,state,from_ts,to_ts,lines,reason");
        for (CoverageRow row : rows) {
            csv.row(
                    ticker,
                    row.channel(),
                    row.state().word(),
                    TimeText.iso(row.fromMicros()),
                    row.untilMicros() == CoverageRow.NOW ? "" : TimeText.iso(row.untilMicros()),
                    row.linesLeast(),
                    row.reason());
        }
    }

    private Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("market_ticker", ticker);
        json.put("complete", CoverageRow.isComplete(rows));
        json.put("intervals", rows.stream().map(CoverageRow::json).toList());
        return json;
    }
}

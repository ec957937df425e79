package trifecta.cli.look;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import trifecta.cli.Terminal;
import trifecta.cli.Terminal.Colour;
import trifecta.cli.look.FormatOption.Format;
import trifecta.cli.look.TextTable.Column;
import trifecta.service.ExitCode;
import trifecta.service.status.Json;

/**
 * Trades of a market, for people or machines.
 *
 * @param isCut whether there are earlier ones in the interval
 * @param doubts parts of the interval of which it is not certain that nothing is missing
 */
record TradeReport(String ticker, List<TradeRow> trades, boolean isCut, List<Doubt> doubts) {
    /** Longer lists of gaps are for `trifecta coverage`. */
    private static final int DOUBTS_SHOWN = 6;

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
            case CSV -> {
                csv(out);
                if (isCut || !doubts.isEmpty()) {
                    verdict(Terminal.plain(System.err))
                            .forEach(line -> command.getErr().println("trifecta trades:" + line.substring(1)));
                }
            }
            case JSON -> out.println(Json.writeIndented(json()));
        }
        out.flush();
        return doubts.stream().anyMatch(Doubt::isSerious) ? Exit.INCOMPLETE : ExitCode.OK;
    }

    private List<String> table() {
        if (trades.isEmpty()) {
            return List.of("  no trades");
        }
        TextTable table = new TextTable(
                Column.text("time, UTC"),
                Column.number("yes price"),
                Column.number("contracts"),
                Column.text("taker"),
                Column.text(""));
        for (TradeRow trade : trades) {
            String taker = trade.takerSide();
            table.row(
                    TimeText.table(trade.micros()),
                    trade.yesPrice().toPlainString(),
                    Amount.grouped(trade.count()),
                    taker == null ? "" : taker,
                    trade.block() ? "block trade" : "");
        }
        return table.lines();
    }

    private List<String> verdict(Terminal terminal) {
        List<String> lines = new ArrayList<>();
        if (isCut) {
            lines.addAll(Labelled.lines(
                    terminal, Colour.YELLOW, "cut", "there are earlier trades in this interval; --limit shows them"));
        }
        if (doubts.isEmpty()) {
            lines.addAll(Labelled.lines(terminal, Colour.GREEN, "complete", "received, nothing is missing"));
        }
        for (Doubt doubt : doubts.subList(0, Math.min(DOUBTS_SHOWN, doubts.size()))) {
            lines.addAll(Labelled.lines(
                    terminal,
                    doubt.state().map(Said::colour).orElse(Colour.YELLOW),
                    doubt.state().map(state -> state.word()).orElse("not told"),
                    doubt.sentence()));
        }
        if (doubts.size() > DOUBTS_SHOWN) {
            lines.addAll(Labelled.lines(
                    terminal, Colour.YELLOW, "and", "%,d more such parts".formatted(doubts.size() - DOUBTS_SHOWN)));
        }
        return lines;
    }

    private void csv(PrintWriter out) {
        Csv csv = new Csv(out, "market_ticker,trade_id,exchange_ts,yes_price,count,taker_side,block_trade,source");
        for (TradeRow trade : trades) {
            csv.row(
                    ticker,
                    trade.id(),
                    TimeText.iso(trade.micros()),
                    trade.yesPrice().toPlainString(),
                    trade.count().toPlainString(),
                    trade.takerSide(),
                    trade.block(),
                    trade.source());
        }
    }

    private Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("market_ticker", ticker);
        json.put("complete", !isCut && doubts.isEmpty());
        json.put("earlier_ones_cut", isCut);
        json.put("doubts", doubts.stream().map(Doubt::json).toList());
        json.put("trades", trades.stream().map(TradeRow::json).toList());
        return json;
    }
}

package trifecta.cli.look;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import trifecta.cli.Terminal;
import trifecta.cli.Terminal.Colour;
import trifecta.cli.look.FormatOption.Format;
import trifecta.cli.look.TextTable.Column;
import trifecta.service.ExitCode;
import trifecta.service.status.Json;
import trifecta.store.views.Amount;
import trifecta.store.views.Doubt;
import trifecta.store.views.TimeText;
import trifecta.store.views.TradeRow;
import trifecta.store.views.TradesDocument;

/** Trades of a market, for people or machines. */
record TradeReport(TradesDocument document) {
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
                for (Remark remark : remarks()) {
                    Labelled.lines(terminal, remark.colour(), remark.label(), remark.text())
                            .forEach(out::println);
                }
            }
            case CSV -> {
                csv(out);
                if (document.isCut() || !document.doubts().isEmpty()) {
                    remarks()
                            .forEach(remark -> command.getErr()
                                    .println("trifecta trades: " + remark.label() + ", " + remark.text()));
                }
            }
            case JSON -> out.println(Json.writeIndented(document.json()));
        }
        out.flush();
        return document.doubts().stream().anyMatch(Doubt::isSerious) ? Exit.INCOMPLETE : ExitCode.OK;
    }

    private List<String> table() {
        if (document.trades().isEmpty()) {
            return List.of("  no trades");
        }
        TextTable table = new TextTable(
                Column.text("time, UTC"),
                Column.number("yes price"),
                Column.number("contracts"),
                Column.text("taker"),
                Column.text(""));
        for (TradeRow trade : document.trades()) {
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

    /** Something to be known about the answer. */
    private record Remark(Colour colour, String label, String text) {}

    private List<Remark> remarks() {
        List<Remark> remarks = new ArrayList<>();
        if (document.isCut()) {
            remarks.add(
                    new Remark(Colour.YELLOW, "cut", "there are earlier trades in this interval; --limit shows them"));
        }
        if (document.doubts().isEmpty()) {
            remarks.add(new Remark(Colour.GREEN, "complete", "received, nothing is missing"));
        }
        for (Doubt doubt : document.doubts()
                .subList(0, Math.min(DOUBTS_SHOWN, document.doubts().size()))) {
            remarks.add(new Remark(
                    doubt.state().map(Said::colour).orElse(Colour.YELLOW),
                    doubt.state().map(state -> state.word()).orElse("not told"),
                    doubt.sentence()));
        }
        if (document.doubts().size() > DOUBTS_SHOWN) {
            remarks.add(new Remark(
                    Colour.YELLOW,
                    "and",
                    "%,d more such parts".formatted(document.doubts().size() - DOUBTS_SHOWN)));
        }
        return remarks;
    }

    private void csv(PrintWriter out) {
        Csv csv = new Csv(out, "market_ticker,trade_id,exchange_ts,yes_price,count,taker_side,block_trade,source");
        for (TradeRow trade : document.trades()) {
            csv.row(
                    document.ticker(),
                    trade.id(),
                    TimeText.iso(trade.micros()),
                    trade.yesPrice().toPlainString(),
                    trade.count().toPlainString(),
                    trade.takerSide(),
                    trade.block(),
                    trade.source());
        }
    }
}

package trifecta.cli.look;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import trifecta.cli.ConnectionString;
import trifecta.cli.Terminal;
import trifecta.cli.look.FormatOption.Format;
import trifecta.cli.look.TextTable.Column;
import trifecta.service.status.Json;
import trifecta.store.StoreException;
import trifecta.store.views.CoverageRow;
import trifecta.store.views.ProductionViews;

/** What is complete of a market, and what is not. */
@Command(
        name = "coverage",
        description = "what is provably complete of a market, and what is missing, with reasons",
        footer = {
            "%nThe ledger's words: gap, something may be missing; provisional, not proven",
            "yet; received, all that the exchange sent is here; verified, and a snapshot",
            "agreed; disputed, lines or snapshots contradict one another.",
            Exit.CODES,
            "%nExample: trifecta coverage KXGOLD15M-26AUG101900-00 --day 2026-08-10"
        })
public final class CoverageCommand implements Callable<Integer> {
    private static final List<String> CHANNELS = List.of("orderbook", "trade");

    private static final long DAY_MICROS = Duration.ofDays(1).toNanos() / 1000;

    @Parameters(paramLabel = "TICKER", description = "the market")
    private String ticker = "";

    @Option(
            names = "--day",
            paramLabel = "DATE",
            converter = TimeConverter.class,
            description = "one UTC day only: 2026-08-10")
    private @Nullable Long day;

    @Option(names = "--days", description = "one word for each day and channel: the worst of that day")
    private boolean days;

    @Option(names = "--channel", paramLabel = "NAME", description = "orderbook or trade only")
    private @Nullable String channel;

    @Mixin
    private ProductionOption production = new ProductionOption();

    @Mixin
    private FormatOption format = new FormatOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (channel != null && !CHANNELS.contains(channel)) {
            throw new ParameterException(spec.commandLine(), "--channel must be one of " + CHANNELS);
        }
        if (days && day != null) {
            throw new ParameterException(spec.commandLine(), "--days is of all days: it goes without --day");
        }
        ConnectionString address = production.connection();
        Long begin = day;
        long from = begin == null ? Long.MIN_VALUE : begin;
        long until = begin == null ? CoverageRow.NOW : begin + DAY_MICROS;
        try (ProductionViews views = ProductionViews.open(address.address(), "trifecta coverage")) {
            if (!views.has(ticker)) {
                throw Exit.noMarket(ticker);
            }
            if (days) {
                return print(views.days(ticker, channel));
            }
            List<CoverageRow> rows = views.coverage(ticker, channel).stream()
                    .map(row -> row.between(from, until))
                    .filter(row -> row.fromMicros() < row.untilMicros())
                    .toList();
            return new CoverageReport(ticker, rows).print(spec.commandLine(), Terminal.standard(), format.format());
        } catch (StoreException e) {
            throw Exit.failed(e);
        }
    }

    private int print(List<ProductionViews.Day> found) {
        PrintWriter out = spec.commandLine().getOut();
        if (format.format() == Format.TABLE) {
            TextTable table = new TextTable(Column.text("day, UTC"), Column.text("channel"), Column.text("state"));
            found.forEach(
                    each -> table.row(each.day(), each.channel(), each.state().word()));
            table.lines().forEach(out::println);
        } else if (format.format() == Format.CSV) {
            Csv csv = new Csv(out, "market_ticker,channel,day,state");
            found.forEach(each ->
                    csv.row(ticker, each.channel(), each.day(), each.state().word()));
        } else {
            out.println(Json.writeIndented(Map.of(
                    "market_ticker",
                    ticker,
                    "days",
                    found.stream().map(ProductionViews.Day::json).toList())));
        }
        out.flush();
        boolean serious = found.stream()
                .anyMatch(each ->
                        each.state().word().equals("gap") || each.state().word().equals("disputed"));
        return serious ? Exit.INCOMPLETE : ExitCode.OK;
    }
}

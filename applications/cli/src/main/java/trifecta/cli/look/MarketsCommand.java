package trifecta.cli.look;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import trifecta.cli.ConnectionString;
import trifecta.cli.look.TextTable.Column;
import trifecta.service.ExitCode;
import trifecta.service.status.Json;
import trifecta.store.StoreException;
import trifecta.store.views.MarketOrder;
import trifecta.store.views.MarketRow;
import trifecta.store.views.ProductionViews;
import trifecta.store.views.TimeText;

/** The markets that production knows. */
@Command(
        name = "markets",
        description = "markets by a word in their names, the active ones first",
        footer = {
            "%nActivity is the number of a market's trades among the latest 100,000 of all.",
            "Names and states are the exchange's, as they were last told over REST.",
            "%nExample: trifecta markets gold --status open --limit 50"
        })
public final class MarketsCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "SEARCH",
            description = "a word in the ticker, the event or the title; none: all markets")
    private @Nullable String search;

    @Option(names = "--status", paramLabel = "STATUS", description = "only ${COMPLETION-CANDIDATES}")
    private @Nullable Status status;

    @Option(names = "--sort", paramLabel = "ORDER", description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
    private MarketOrder order = MarketOrder.ACTIVITY;

    @Option(names = "--limit", paramLabel = "N", description = "markets at most (${DEFAULT-VALUE})")
    private int limit = 20;

    @Mixin
    private ProductionOption production = new ProductionOption();

    @Mixin
    private FormatOption format = new FormatOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    /** States of a market. */
    enum Status {
        UNOPENED,
        OPEN,
        CLOSED,
        SETTLED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public Integer call() {
        Limits.check(spec.commandLine(), limit);
        ConnectionString address = production.connection();
        Status wanted = status;
        try (ProductionViews views = ProductionViews.open(address.address(), "trifecta markets")) {
            print(views.markets(search, wanted == null ? null : wanted.toString(), order, limit));
            return ExitCode.OK;
        } catch (StoreException e) {
            throw Exit.failed(e);
        }
    }

    private void print(ProductionViews.Found found) {
        PrintWriter out = spec.commandLine().getOut();
        List<MarketRow> markets = found.markets();
        long more = found.more();
        String told = "%s%,d more; --limit shows them".formatted(found.isFoundAtLeast() ? "more than " : "", more);
        switch (format.format()) {
            case TABLE -> {
                table(markets).forEach(out::println);
                if (more > 0) {
                    out.println("  " + told);
                }
            }
            case CSV -> {
                csv(out, markets);
                if (more > 0) {
                    spec.commandLine().getErr().println("trifecta markets: " + told);
                }
            }
            case JSON -> {
                Map<String, Object> json = new LinkedHashMap<>();
                json.put("more", more);
                json.put("more_than_that", found.isFoundAtLeast());
                json.put("markets", markets.stream().map(MarketRow::json).toList());
                out.println(Json.writeIndented(json));
            }
        }
        out.flush();
    }

    private static List<String> table(List<MarketRow> markets) {
        if (markets.isEmpty()) {
            return List.of("  no such market");
        }
        TextTable table = new TextTable(
                Column.text("market"),
                Column.text("status"),
                Column.text("closes"),
                Column.number("trades"),
                Column.text("title"));
        for (MarketRow market : markets) {
            table.row(
                    market.ticker(),
                    text(market.status()),
                    minutes(market.closeMicros()),
                    "%,d".formatted(market.trades()),
                    market.words());
        }
        return table.lines();
    }

    private static void csv(PrintWriter out, List<MarketRow> markets) {
        Csv csv = new Csv(
                out, "market_ticker,event_ticker,status,title,yes_sub_title,open_time,close_time,volume,latest_trades");
        for (MarketRow market : markets) {
            BigDecimal volume = market.volume();
            csv.row(
                    market.ticker(),
                    market.event(),
                    market.status(),
                    market.title(),
                    market.yesMeans(),
                    TimeText.iso(market.openMicros()),
                    TimeText.iso(market.closeMicros()),
                    volume == null ? null : volume.toPlainString(),
                    market.trades());
        }
    }

    private static String minutes(long micros) {
        String time = TimeText.table(micros);
        return time.isEmpty() ? "" : time.substring(0, "2026-08-10 22:52".length());
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}

package trifecta.cli.look;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import trifecta.cli.ConnectionString;
import trifecta.cli.Terminal;
import trifecta.service.Clocks;
import trifecta.store.StoreException;
import trifecta.store.history.BookHistory;
import trifecta.store.history.LedgerWord.Channel;
import trifecta.store.views.ProductionViews;
import trifecta.store.views.TimeText;
import trifecta.store.views.TradeRow;
import trifecta.store.views.TradesDocument;

/** A market's trades. */
@Command(
        name = "trades",
        description = "a market's trades, and whether some may be missing",
        footer = {
            "%nThe latest trades of the interval, oldest first. What the ledger does not",
            "call received or verified in it is told below.",
            Exit.CODES,
            "%nExample: trifecta trades KXGOLD15M-26AUG101900-00 --from 2026-08-10 \\",
            "             --limit 100000 --csv"
        })
public final class TradesCommand implements Callable<Integer> {
    @Parameters(paramLabel = "TICKER", description = "the market")
    private String ticker = "";

    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "the first instant, UTC: 2026-08-10T22:52:07.5Z, 2026-08-10 (the first trade)")
    private @Nullable Long from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "the instant behind the last one (now)")
    private @Nullable Long to;

    @Option(names = "--limit", paramLabel = "N", description = "trades at most (${DEFAULT-VALUE})")
    private int limit = 50;

    @Mixin
    private ProductionOption production = new ProductionOption();

    @Mixin
    private FormatOption format = new FormatOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public Integer call() {
        Long first = from;
        Long last = to;
        long fromMicros = first == null ? 0 : first;
        long now = Clocks.micros(Clocks.wall().instant());
        if (fromMicros >= (last == null ? now : last)) {
            throw new ParameterException(
                    spec.commandLine(), last == null ? "--from must be in the past" : "--from must be before --to");
        }
        Limits.check(spec.commandLine(), limit);
        ConnectionString address = production.connection();
        List<TradeRow> found = find(address, fromMicros, last == null ? TimeText.LATEST : last);
        long untilMicros = last == null ? now : last;
        try (BookHistory history = BookHistory.open(address.address(), "trifecta trades")) {
            TradesDocument document = TradesDocument.latest(
                    ticker,
                    found,
                    limit,
                    fromMicros,
                    untilMicros,
                    (begin, end) -> history.words(ticker, Channel.TRADE, begin, end));
            return new TradeReport(document).print(spec.commandLine(), Terminal.standard(), format.format());
        } catch (StoreException e) {
            throw Exit.failed(e);
        }
    }

    /** One more than wanted, where there are more. */
    private List<TradeRow> find(ConnectionString address, long fromMicros, long beforeMicros) {
        try (ProductionViews views = ProductionViews.open(address.address(), "trifecta trades")) {
            List<TradeRow> trades = views.trades(ticker, fromMicros, beforeMicros, limit + 1);
            if (trades.isEmpty() && !views.has(ticker)) {
                throw Exit.noMarket(ticker);
            }
            return trades;
        } catch (StoreException e) {
            throw Exit.failed(e);
        }
    }
}

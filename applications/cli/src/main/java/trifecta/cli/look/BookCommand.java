package trifecta.cli.look;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import trifecta.cli.Terminal;
import trifecta.service.Clocks;
import trifecta.store.StoreException;
import trifecta.store.history.BookHistory;
import trifecta.store.views.BookDocument;

/** A market's book at an instant. */
@Command(
        name = "book",
        description = "a market's book at any instant, and how sure it is",
        footer = {
            "%nThe book is folded from production and proven by the hashes in it. The last",
            "line is the ledger's word on the instant: what is received is complete.",
            Exit.CODES,
            "%nExample: trifecta book KXGOLD15M-26AUG101900-00 \\",
            "             --at 2026-08-10T22:52:07.5Z"
        })
public final class BookCommand implements Callable<Integer> {
    @Parameters(paramLabel = "TICKER", description = "the market")
    private String ticker = "";

    @Option(
            names = "--at",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "the instant, UTC: 2026-08-10T22:52:07.5Z, 2026-08-10 22:52 (now)")
    private @Nullable Long at;

    @Option(
            names = "--depth",
            paramLabel = "N",
            description = "levels of each side in the table (${DEFAULT-VALUE}); CSV and JSON have all")
    private int depth = 10;

    @Mixin
    private ProductionOption production = new ProductionOption();

    @Mixin
    private FormatOption format = new FormatOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public Integer call() {
        Long asked = at;
        long micros = asked == null ? Clocks.micros(Clocks.wall().instant()) : asked;
        try (BookHistory history = BookHistory.open(production.connection().address(), "trifecta book")) {
            BookDocument document = asked == null
                    ? BookDocument.latest(ticker, micros, history.latest(ticker, micros))
                    : new BookDocument(ticker, micros, history.bookAt(ticker, micros));
            return new BookReport(document, depth).print(spec.commandLine(), Terminal.standard(), format.format());
        } catch (StoreException e) {
            throw Exit.failed(e);
        }
    }
}

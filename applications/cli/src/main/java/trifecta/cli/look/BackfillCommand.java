package trifecta.cli.look;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.Optional;
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
import trifecta.service.Clocks;
import trifecta.service.OperatingException;
import trifecta.store.StoreException;
import trifecta.store.production.Backfills;

/** Trades of the past, fetched by REST. The deduplicator does it; this verb asks and watches. */
@Command(
        name = "backfill",
        description = "fetch trades of the past by REST, of all markets or of one",
        footer = {
            "%nGaps of the trade channel are fetched by themselves; this is for what was before,",
            "or for doubt. Trades that are there already stay as they are. The deduplicator",
            "does the work: Ctrl-C ends the watching, not the fetching.",
            "%nExit codes: 0 all of it is there; 1 not, the sentence says why.",
            "%nExample: trifecta backfill --from 2026-08-01 --to 2026-08-02"
        })
public final class BackfillCommand implements Callable<Integer> {
    private static final long LOOK_MILLIS = 500;

    /** Earlier there was nothing to trade. */
    private static final long EARLIEST_MICROS =
            Instant.parse("2021-01-01T00:00:00Z").getEpochSecond() * 1_000_000;

    private static final int BAR_WIDTH = 24;

    @Parameters(paramLabel = "TICKER", arity = "0..1", description = "only this market")
    private @Nullable String ticker;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            required = true,
            converter = TimeConverter.class,
            description = "the first instant, UTC: 2026-08-10T22:52:07.5Z, 2026-08-10")
    private long from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            required = true,
            converter = TimeConverter.class,
            description = "the instant behind the last one")
    private long to;

    @Option(names = "--no-wait", description = "do not wait until it is done")
    private boolean noWait;

    @Mixin
    private ProductionOption production = new ProductionOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (from >= to) {
            throw new ParameterException(spec.commandLine(), "--from must be before --to");
        }
        if (from < EARLIEST_MICROS) {
            throw new ParameterException(spec.commandLine(), "--from must not be before the exchange opened, in 2021");
        }
        if (to > Clocks.micros(Clocks.wall().instant())) {
            throw new ParameterException(spec.commandLine(), "--to must be in the past");
        }
        ConnectionString address = production.connection();
        PrintWriter out = spec.commandLine().getOut();
        try (Backfills ranges = Backfills.open(address.address(), "trifecta backfill")) {
            long id = ranges.request(ticker, from, to);
            if (noWait) {
                out.println("  asked for; the deduplicator fetches it as soon as it runs");
                return ExitCode.OK;
            }
            return watch(ranges, id, out);
        } catch (StoreException e) {
            throw Exit.failed(e);
        }
    }

    private static int watch(Backfills ranges, long id, PrintWriter out) throws StoreException, InterruptedException {
        boolean isTerminal = Terminal.standard().live();
        String before = "";
        while (true) {
            Optional<Backfills.Progress> found = ranges.progress(id);
            if (found.isEmpty()) {
                throw new OperatingException("watch the backfill", "its row is gone", "ask for it again");
            }
            Backfills.Progress now = found.get();
            String line = line(now);
            if (!line.equals(before)) {
                out.print(isTerminal ? "\r" + line + "\u001b[K" : line + System.lineSeparator());
                out.flush();
                before = line;
            }
            if (now.finished()) {
                out.print(isTerminal ? System.lineSeparator() : "");
                out.flush();
                return ExitCode.OK;
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private static String line(Backfills.Progress now) {
        double share = now.finished()
                ? 1
                : (double) (now.toMicros() - now.reachedMicros()) / (now.toMicros() - now.fromMicros());
        int done = (int) (BAR_WIDTH * share);
        String failure = now.failure();
        return "  [" + "#".repeat(done) + "·".repeat(BAR_WIDTH - done)
                + "] %3.0f %%  %,d trades%s"
                        .formatted(
                                100 * share,
                                now.trades(),
                                now.finished() ? ", done" : failure == null ? "" : "; " + failure + "; trying again");
    }
}

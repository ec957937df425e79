package trifecta.cli.drill;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import trifecta.cli.ConnectionString;
import trifecta.cli.up.Source;
import trifecta.cli.up.Stack;
import trifecta.cli.up.StackSettings;
import trifecta.service.OperatingException;

/** All gatherers down for a while: books have a gap exactly then, the ledger says so, and trades are fetched by REST afterwards. */
@Command(
        name = "outage",
        description = "all gatherers down for a while: the ledger shows it for books, and trades are complete again")
final class OutageDrill implements Callable<Integer> {
    private static final Duration WITHIN = Duration.ofMinutes(3);

    /** Before and after the outage, for something whole around it. */
    private static final int AROUND_SECONDS = 20;

    private static final double DELIVERED_SHARE = 0.3;

    /** What the sending may vary while an outage is measured by what was sent. */
    private static final double LENGTH_SHARE = 0.8;

    private static final String BACKFILLED =
            "SELECT count(*) FROM store.trade_coverage WHERE state = 'received' AND lines = 0";
    private static final String TRADE_GAPS =
            "SELECT count(*) FROM store.trade_coverage WHERE state = 'gap' AND to_ts IS NOT NULL";

    @Option(names = "--markets", defaultValue = "500", description = "open markets (default: ${DEFAULT-VALUE})")
    private int markets;

    @Option(names = "--rate", defaultValue = "1000", description = "messages a second (default: ${DEFAULT-VALUE})")
    private int rate;

    @Option(names = "--seconds", defaultValue = "30", description = "how long all are down (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Mixin
    private final SeedOption seed = new SeedOption();

    @Mixin
    private final DrillOptions options = new DrillOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (seconds < 1) {
            throw new ParameterException(spec.commandLine(), "--seconds must be 1 at least");
        }
        return DrillRun.play(this::play);
    }

    private int play() throws InterruptedException {
        long chosen = seed.chosen();
        int whole = seconds + 3 * AROUND_SECONDS;
        Map<String, String> orders = new LinkedHashMap<>();
        orders.put("exchange.markets", String.valueOf(markets));
        orders.put("exchange.rate", String.valueOf(rate));
        orders.put("exchange.seed", String.valueOf(chosen));
        orders.put("exchange.seconds", String.valueOf(whole));
        orders.put("exchange.lines-awaited", String.valueOf(StackSettings.LINES));
        ExchangeOrders.check(orders, StackSettings.LINES);
        PrintWriter out = spec.commandLine().getOut();
        try (Rehearsal drill = Rehearsal.start(
                out, options, new Source.Simulated(markets, rate, chosen), Map.of(Stack.EXCHANGE, orders))) {
            drill.say("%,d markets, %,d messages/s, seed %d; all gatherers are down for %d s"
                    .formatted(markets, rate, chosen, seconds));
            awaitSent(drill, "captured for a while", AROUND_SECONDS * (double) rate);
            for (int line = 1; line <= StackSettings.LINES; line++) {
                drill.stack().stop(Stack.gatherer(line));
            }
            drill.say("all gatherers are down");
            awaitSent(drill, "the outage is over", drill.value(Stack.EXCHANGE, "emitted") + seconds * (double) rate);
            for (int line = 1; line <= StackSettings.LINES; line++) {
                drill.stack().start(Stack.gatherer(line));
            }
            drill.await("all lines are live", WITHIN, drill::allLinesLive);
            drill.await(
                    "the trade channel is complete again",
                    WITHIN,
                    () -> count(drill, BACKFILLED) > 0 && count(drill, TRADE_GAPS) == 0);
            drill.await(
                    "the exchange has sent everything",
                    WITHIN,
                    () -> "finished".equals(drill.text(Stack.EXCHANGE, "state")));
            drill.awaitMerged(WITHIN);
            long quiet = count(drill, booksWithoutGap((long) (seconds * 1000L * LENGTH_SHARE)));
            drill.require(quiet == 0, "%,d books have no gap of the outage in the ledger".formatted(quiet));
            drill.endLines(WITHIN);
            drill.endExchange();
            boolean passed = drill.verdict((double) rate * whole * DELIVERED_SHARE, true, options.verify);
            drill.say("seed " + chosen + (passed ? ": passed" : ": FAILED, the same seed replays it"));
            return passed ? 0 : 1;
        }
    }

    /** Books that were captured before the outage and have no gap of at least so long. */
    private static String booksWithoutGap(long millis) {
        return """
            SELECT count(*) FROM (SELECT DISTINCT market_ticker FROM orderbook_deltas
                                  WHERE exchange_ts < (SELECT min(from_ts) FROM store.backfills)) captured
            WHERE NOT EXISTS (SELECT FROM coverage c WHERE c.market_ticker = captured.market_ticker
                AND c.channel = 'orderbook' AND c.state = 'gap' AND c.to_ts - c.from_ts > interval '%d milliseconds')
              AND NOT EXISTS (SELECT FROM markets m WHERE m.market_ticker = captured.market_ticker
                AND m.status IN ('closed', 'settled'))""".formatted(millis);
    }

    private static void awaitSent(Rehearsal drill, String what, double messages) throws InterruptedException {
        drill.await(what, WITHIN, () -> drill.value(Stack.EXCHANGE, "emitted") >= messages);
    }

    private static long count(Rehearsal drill, String query) {
        ConnectionString production = ConnectionString.parse(drill.stack().connectionString(Stack.PRODUCTION));
        try (Connection connection = production.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new OperatingException("ask production", String.valueOf(e.getMessage()), "is it up?", e);
        }
    }
}

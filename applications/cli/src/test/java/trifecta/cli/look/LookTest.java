package trifecta.cli.look;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import trifecta.cli.Main;
import trifecta.market.Book;
import trifecta.market.BookChange;
import trifecta.market.Level;
import trifecta.market.LineEvent.SnapshotRole;
import trifecta.market.Position;
import trifecta.market.Side;
import trifecta.market.Times;
import trifecta.market.Trade;
import trifecta.service.ExitCode;
import trifecta.service.status.Json;
import trifecta.store.DatabaseAddress;
import trifecta.store.production.ProductionBatch;
import trifecta.store.production.ProductionBatch.BookRow;
import trifecta.store.production.ProductionBatch.Mark;
import trifecta.store.production.ProductionBatch.RunHead;
import trifecta.store.production.ProductionBatch.SnapshotRow;
import trifecta.store.production.ProductionBatch.TradeRow;
import trifecta.store.production.ProductionBatch.TradeSource;
import trifecta.store.production.ProductionWriter;
import trifecta.testkit.TestDatabase;
import trifecta.testkit.TestPostgres;

/** The looking verbs as a person types them, against a real production whose ledger the test writes. */
class LookTest {
    /** 2026-08-10T22:52:07.500001Z. */
    private static final long TIME = 1_786_402_327_500_001L;

    private static final String GOLD = "KXGOLD15M-26AUG101900-00";

    @TempDir
    private Path folder = Path.of("");

    private final TestDatabase database = TestPostgres.shared().database("look");
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void fill() throws Exception {
        DatabaseAddress address = new DatabaseAddress(database.url(), database.user(), database.password());
        try (ProductionWriter writer = ProductionWriter.open(address, "test", 3, InstantSource.system())) {
            ProductionBatch batch = ProductionBatch.empty();
            List<Level> content = List.of(
                    new Level(Side.NO, 420_000, 12_000),
                    new Level(Side.NO, 401_250, 100),
                    new Level(Side.YES, 560_000, 3_154_000));
            Book book = new Book();
            book.replace(content);
            batch.snapshots()
                    .add(new SnapshotRow(
                            GOLD,
                            SnapshotRow.NO_SEQ,
                            1,
                            new Position(1, 1),
                            SnapshotRole.STARTS,
                            Times.ABSENT,
                            book.hash(),
                            book.hash(),
                            content,
                            TIME - 60_000_000));
            batch.runsOpened().add(new RunHead(GOLD, 10, book.hash()));
            change(batch, book, 10, TIME, Side.YES, 550_000, 500);
            change(batch, book, 20, TIME + 1_000_000, Side.YES, 560_000, -3_000_000);
            batch.marks().add(new Mark(GOLD, 10, true, false, false));
            for (int i = 0; i < 5; i++) {
                batch.trades().add(trade(GOLD, i));
            }
            batch.trades().add(trade("KXOTHER-1", 9));
            writer.commit(batch);
        }
        execute(
                "UPDATE store.markets SET title = 'Gold above 4,000, at 19:00', status = 'open',"
                        + " close_time = '2026-08-10T23:00Z' WHERE ticker = '" + GOLD + "'",
                "DROP VIEW public.coverage CASCADE",
                "CREATE TABLE public.coverage (market_ticker text, channel text, state text, from_ts timestamptz,"
                        + " to_ts timestamptz, reason text)");
        ledger("orderbook", "verified", "22:51:07", "22:52:08");
        ledger("orderbook", "received", "22:52:08", "22:52:30");
        ledger("orderbook", "gap", "22:52:30", "22:53:00");
        ledger("trade", "received", "22:00:00", "22:52:09");
        ledger("trade", "gap", "22:52:09", "22:52:10");
        ledger("trade", "received", "22:52:10", "23:00:00");
    }

    @Test
    void aBookIsALadderAndTheLedgersWord() {
        assertThat(run("book", GOLD, "--at", "2026-08-10T22:52:07.9Z")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).isEqualTo("""
                KXGOLD15M-26AUG101900-00 at 2026-08-10 22:52:07.900000 UTC

                          yes bids     price   price     yes asks
                         31,540.00      0.56   0.58      120.00
                              5.00      0.55   0.59875   1.00

                  last change 2026-08-10T22:52:07.500001Z, seq 10
                  verified    complete since 2026-08-10T22:52:07.500001Z, verified at
                              2026-08-10T22:52:07.500001Z
                """);
    }

    @Test
    void aBookInAGapIsCalledSoInEveryForm() throws Exception {
        assertThat(run("book", GOLD, "--at", "2026-08-10 22:52:45", "--depth", "1"))
                .isEqualTo(Exit.INCOMPLETE);
        assertThat(out.toString())
                .contains("1 more")
                .contains("  gap         something may be missing from 2026-08-10T22:52:30Z until\n")
                .contains("2026-08-10T22:53:00Z: cut; above is the last book known, it may");
        assertThat(out.toString().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));

        assertThat(run("book", GOLD, "--at", "2026-08-10 22:52:45", "--csv")).isEqualTo(Exit.INCOMPLETE);
        assertThat(out.toString().lines())
                .hasSize(5)
                .contains(GOLD + ",2026-08-10T22:52:45Z,gap,2026-08-10T22:52:08.500001Z,20,no,0.42,120.00");
        assertThat(err.toString()).startsWith("trifecta book: gap, something may be missing");

        assertThat(run("book", GOLD, "--at", "2026-08-10 22:52:45", "--json")).isEqualTo(Exit.INCOMPLETE);
        Map<String, ?> json = Json.readObject(out.toString());
        assertThat(json.get("complete")).isEqualTo(false);
        assertThat(json.get("gap")).asString().contains("reason=cut");
        assertThat(json.get("book")).asString().contains("yes=[[0.55, 5.0], [0.56, 1540.0]]");
    }

    @Test
    void whatTheLedgerDoesNotMentionIsNotCalledComplete() throws Exception {
        assertThat(run("book", GOLD, "--at", "2026-08-10T23:30Z")).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .contains("  not told    the ledger says nothing of this instant yet; as far as production");
        assertThat(run("book", GOLD, "--json")).isEqualTo(ExitCode.OK);
        assertThat(Json.readObject(out.toString()).get("complete")).isEqualTo(false);
    }

    @Test
    void thereIsNoBookBeforeTheFirst() {
        assertThat(run("book", GOLD, "--at", "2026-08-10")).isEqualTo(ExitCode.OPERATING);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void tradesTellWhereSomeMayBeMissing() throws Exception {
        assertThat(run("trades", GOLD, "--from", "2026-08-10 22:00", "--to", "2026-08-10 22:59"))
                .isEqualTo(Exit.INCOMPLETE);
        assertThat(out.toString()).isEqualTo("""
                  time, UTC                   yes price  contracts  taker
                  2026-08-10 22:52:07.500001       0.56      31.54  no
                  2026-08-10 22:52:08.500001       0.56      31.54  no
                  2026-08-10 22:52:09.500001       0.56      31.54  no
                  2026-08-10 22:52:10.500001       0.56      31.54  no
                  2026-08-10 22:52:11.500001       0.56      31.54  no

                  gap         from 2026-08-10T22:52:09Z until 2026-08-10T22:52:10Z: something
                              may be missing (cut)
                """);

        assertThat(run("trades", GOLD, "--limit", "2", "--to", "2026-08-10 22:59"))
                .isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .doesNotContain("22:52:09")
                .contains("  cut         there are earlier trades")
                .contains("  complete    received, nothing is missing");

        assertThat(run("trades", GOLD, "--from", "2026-08-10 22:00", "--csv")).isEqualTo(Exit.INCOMPLETE);
        assertThat(out.toString().lines())
                .hasSize(6)
                .contains(GOLD + ",t-0,2026-08-10T22:52:07.500001Z,0.56,31.54,no,false,websocket");
        assertThat(err.toString()).contains("gap").contains("the ledger says nothing of it");

        run("trades", GOLD, "--from", "2026-08-10 22:52:09.5", "--json");
        Map<String, ?> json = Json.readObject(out.toString());
        assertThat(json.get("complete")).isEqualTo(false);
        assertThat((List<?>) json.get("trades")).hasSize(3);
        assertThat(json.get("doubts")).asString().contains("state=gap, from=2026-08-10T22:52:09.500Z");
    }

    @Test
    void marketsAreFoundByAWordTheActiveOnesFirst() throws Exception {
        assertThat(run("markets")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).isEqualTo("""
                  market                    status  closes            trades  title
                  KXGOLD15M-26AUG101900-00  open    2026-08-10 23:00       5  Gold above 4,000,…
                  KXOTHER-1                                                1
                """);
        run("markets", "GOLD abo", "--csv");
        assertThat(out.toString().lines())
                .containsExactly(
                        "market_ticker,event_ticker,status,title,yes_sub_title,open_time,close_time,volume,latest_trades",
                        GOLD + ",,open,\"Gold above 4,000, at 19:00\",,,2026-08-10T23:00:00Z,,5");
        run("markets", "--limit", "1", "--sort", "ticker", "--status", "open", "--json");
        assertThat(Json.readObject(out.toString()).get("more")).isEqualTo(0L);
        run("markets", "--limit", "1");
        assertThat(out.toString()).contains("  1 more; --limit shows them");
    }

    @Test
    void wrongQuestionsAreOneSentence() {
        assertThat(run("book", GOLD, "--at", "yesterday")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("'yesterday' is no time: it is written like 2026-08-10T22:52:07.5Z");
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(run("book", GOLD, "--json", "--csv")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("mutually exclusive");
        assertThat(run("book", "KXNONE")).isEqualTo(ExitCode.OPERATING);
        assertThat(run("trades", "KXNONE")).isEqualTo(ExitCode.OPERATING);
        assertThat(runBare("markets", "--data", folder.toString())).isEqualTo(ExitCode.OPERATING);
    }

    private int run(String verb, String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = verb;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[arguments.length + 1] = "--production";
        all[arguments.length + 2] =
                database.url().replace("jdbc:postgresql://", "postgresql://" + database.user() + ":x@");
        return runBare(all);
    }

    private int runBare(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine command = Main.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }

    private static void change(
            ProductionBatch batch, Book book, long seq, long micros, Side side, int price, long delta) {
        long after = book.add(side, price, delta);
        batch.bookRows()
                .add(new BookRow(
                        GOLD,
                        seq,
                        false,
                        new BookChange(micros, side, price, delta, after, book.hash()),
                        1,
                        1,
                        micros + 80_000));
    }

    private static TradeRow trade(String market, int number) {
        long micros = TIME + 1_000_000L * number;
        Trade trade = new Trade("t-" + number, market, micros, 560_000, 440_000, 3_154, Side.NO, "ask", false);
        return new TradeRow(number, trade, TradeSource.WEBSOCKET, 1, micros + 90_000);
    }

    private void ledger(String channel, String state, String from, String until) throws Exception {
        execute("INSERT INTO public.coverage VALUES ('" + GOLD + "', '" + channel + "', '" + state + "', '2026-08-10T"
                + from + "Z', '2026-08-10T" + until + "Z', " + (state.equals("gap") ? "'cut'" : "NULL") + ")");
    }

    private void execute(String... statements) throws Exception {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}

package trifecta.console.look;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import trifecta.market.Book;
import trifecta.market.BookChange;
import trifecta.market.BreakReason;
import trifecta.market.Level;
import trifecta.market.LineEvent.SnapshotRole;
import trifecta.market.Position;
import trifecta.market.Side;
import trifecta.market.Times;
import trifecta.market.Trade;
import trifecta.market.ledger.LedgerChannel;
import trifecta.market.ledger.LineLedger;
import trifecta.market.ledger.Subscription;
import trifecta.service.Clocks;
import trifecta.store.DatabaseAddress;
import trifecta.store.StoreException;
import trifecta.store.production.ProductionBatch;
import trifecta.store.production.ProductionBatch.BookRow;
import trifecta.store.production.ProductionBatch.RunHead;
import trifecta.store.production.ProductionBatch.SnapshotRow;
import trifecta.store.production.ProductionBatch.TradeRow;
import trifecta.store.production.ProductionBatch.TradeSource;
import trifecta.store.production.ProductionWriter;
import trifecta.testkit.TestDatabase;

/**
 * A production made up by seed: one market with a book of three hours and a quarter of an hour that every line lost, several with
 * trades and days of coverage, one whose ticker means mischief.
 */
public final class SampleProduction {
    public static final String GOLD = "KXGOLD-26DEC01-T4000";
    public static final String MISCHIEF = "KX<img src=x onerror=alert(1)>/\"%2e?#&+'";
    public static final String CUT = "cut";

    private static final int OTHERS = 44;
    private static final int DAYS = 12;
    private static final long MINUTE = 60_000_000L;
    private static final long DAY = 1440 * MINUTE;
    private static final int CENT = 10_000;

    private final TestDatabase database;
    private final SplittableRandom random = new SplittableRandom(2026);
    private final AtomicLong numbers = new AtomicLong();
    private final Book book = new Book();
    private final List<Long> changes = new ArrayList<>();
    /** The first whole moment of the book. */
    private final long beginMicros;

    private final long endMicros;
    private long seq = 1L << 40;
    private long trades;

    private SampleProduction(TestDatabase database, long nowMicros) {
        this.database = database;
        this.endMicros = nowMicros - nowMicros % 1000 + 1; // a whole millisecond claims less
        this.beginMicros = endMicros - 180 * MINUTE;
    }

    /** Writes it, as far as a clock says that time has come. */
    public static SampleProduction write(TestDatabase database, InstantSource clock)
            throws StoreException, SQLException {
        SampleProduction sample = new SampleProduction(database, Clocks.micros(clock.instant()));
        try (ProductionWriter writer = ProductionWriter.open(sample.address(), "sample", 3, clock)) {
            sample.gold(writer);
            sample.others(writer);
        }
        sample.names();
        return sample;
    }

    public DatabaseAddress address() {
        return new DatabaseAddress(database.url(), database.user(), database.password());
    }

    public long beginMicros() {
        return beginMicros;
    }

    public long endMicros() {
        return endMicros;
    }

    public long gapFromMicros() {
        return beginMicros + 100 * MINUTE;
    }

    public long gapUntilMicros() {
        return beginMicros + 115 * MINUTE;
    }

    /** Times of all changes of the book, rising. */
    public List<Long> changes() {
        return List.copyOf(changes);
    }

    private void gold(ProductionWriter writer) throws StoreException {
        ProductionBatch batch = ProductionBatch.empty();
        book.replace(content());
        stretch(batch, beginMicros, gapFromMicros());
        book.replace(content());
        stretch(batch, gapUntilMicros(), endMicros);
        ledger(batch);
        writer.commit(batch);
    }

    /** A run from its snapshot on. */
    private void stretch(ProductionBatch batch, long from, long until) {
        batch.snapshots()
                .add(new SnapshotRow(
                        GOLD,
                        SnapshotRow.NO_SEQ,
                        1,
                        new Position(1, ++seq),
                        SnapshotRole.STARTS,
                        Times.ABSENT,
                        book.hash(),
                        book.hash(),
                        book.content(),
                        from));
        batch.runsOpened().add(new RunHead(GOLD, seq + 1, book.hash()));
        for (long micros = from + 777_777; micros < until; micros += random.nextLong(900_000, 24_000_000)) {
            change(batch, micros);
            if (random.nextInt(4) == 0) {
                trade(batch, GOLD, micros + 3, 560_000);
            }
        }
    }

    private void change(ProductionBatch batch, long micros) {
        Side side = random.nextBoolean() ? Side.YES : Side.NO;
        int price = (side == Side.YES ? 55 - nearby() : 43 - nearby()) * CENT;
        long there = book.content().stream()
                .filter(level -> level.side() == side && level.priceMicros() == price)
                .mapToLong(Level::sizeHundredths)
                .sum();
        long delta = there > 0 && random.nextInt(3) > 0 ? -random.nextLong(1, there + 1) : random.nextLong(100, 90_000);
        long after = book.add(side, price, delta);
        changes.add(micros);
        batch.bookRows()
                .add(new BookRow(
                        GOLD,
                        ++seq,
                        false,
                        new BookChange(micros, side, price, delta, after, book.hash()),
                        1,
                        7,
                        micros + 80_000));
    }

    private int nearby() {
        return (int) Math.min(18, Math.abs(random.nextGaussian()) * 5);
    }

    private List<Level> content() {
        List<Level> levels = new ArrayList<>();
        for (int cents = 30; cents <= 43; cents++) {
            levels.add(new Level(Side.NO, cents * CENT, random.nextLong(5_000, 400_000)));
        }
        for (int cents = 38; cents <= 55; cents++) {
            levels.add(new Level(Side.YES, cents * CENT, random.nextLong(5_000, 400_000)));
        }
        return levels;
    }

    /** Line 3 is away for half an hour; all are cut at the gap and come back behind it. */
    private void ledger(ProductionBatch batch) {
        for (int line = 0; line < 3; line++) {
            LineLedger ledger = new LineLedger(line, numbers::incrementAndGet);
            part(ledger, 1, beginMicros - MINUTE, line == 2 ? beginMicros + 40 * MINUTE : gapFromMicros());
            if (line == 2) {
                part(ledger, 2, beginMicros + 70 * MINUTE, gapFromMicros());
            }
            goesOn(ledger, 3, gapUntilMicros(), endMicros);
            batch.ledger().add(ledger.drain(true));
        }
    }

    private static void part(LineLedger ledger, int connection, long from, long until) {
        goesOn(ledger, connection, from, until);
        List<String> _ = ledger.breaks(connection, 0, BreakReason.CUT, false);
    }

    private static void goesOn(LineLedger ledger, int connection, long from, long until) {
        ledger.starts(new Subscription(connection, 1), GOLD, List.of(), false);
        for (long micros = from; micros < until; micros += 5 * MINUTE) {
            heard(ledger, connection, micros);
            if (micros < until - 30 * MINUTE) {
                ledger.verified(GOLD, false);
            }
        }
        heard(ledger, connection, until);
    }

    private static void heard(LineLedger ledger, int connection, long micros) {
        heard(ledger, connection, 1, LedgerChannel.ORDERBOOK, micros);
        heard(ledger, connection, 2, LedgerChannel.TRADE, micros);
    }

    /** A time far behind the last one counts when a second one confirms it. */
    private static void heard(LineLedger ledger, int connection, int sid, LedgerChannel channel, long micros) {
        List<String> _ = ledger.heard(connection, sid, channel, micros - 1);
        List<String> _ = ledger.heard(connection, sid, channel, micros);
    }

    private void others(ProductionWriter writer) throws StoreException {
        ProductionBatch batch = ProductionBatch.empty();
        for (int number = 0; number < OTHERS; number++) {
            String market = number == 7 ? MISCHIEF : "KXOTHER-26DEC%02d-T%d".formatted(1 + number % 9, 100 + number);
            for (int each = 0; each < 3 + (OTHERS - number) * 2; each++) {
                trade(batch, market, endMicros - (long) each * MINUTE, CENT * (20 + number));
            }
            LineLedger ledger = new LineLedger(number % 3, numbers::incrementAndGet);
            int connection = 10 + number;
            ledger.starts(new Subscription(connection, 1), market, List.of(), false);
            for (int day = DAYS; day > 0; day--) {
                int at = 0;
                for (; at < 20; at += 4) {
                    heard(ledger, connection, 1, LedgerChannel.ORDERBOOK, endMicros - day * DAY + at * 60L * MINUTE);
                    if (day > number % 7 + 2) {
                        ledger.verified(market, false);
                    }
                }
                if (random.nextInt(14) == 0) {
                    List<String> _ = ledger.breaks(connection, 1, BreakReason.SEQUENCE_GAP, false);
                    connection += 100;
                    ledger.starts(new Subscription(connection, 1), market, List.of(), false);
                }
            }
            batch.ledger().add(ledger.drain(true));
        }
        writer.commit(batch);
    }

    private void trade(ProductionBatch batch, String market, long micros, int price) {
        long number = ++trades;
        Side taker = random.nextBoolean() ? Side.YES : Side.NO;
        Trade trade = new Trade(
                "t-" + number,
                market,
                micros,
                price,
                1_000_000 - price,
                random.nextLong(100, 60_000),
                taker,
                "ask",
                false);
        batch.trades().add(new TradeRow(number, trade, TradeSource.WEBSOCKET, 1, micros + 90_000));
    }

    private void names() throws SQLException {
        String end = "(timestamptz 'epoch' + " + endMicros + " * interval '1 microsecond')";
        execute(
                "UPDATE store.markets SET title = 'Temperature in city ' || market_key || ' above 30 degrees?',"
                        + " yes_sub_title = '30 or above', status = 'open', volume = 1000000 / market_key,"
                        + " close_time = " + end + " + interval '5 days', open_time = " + end
                        + " - interval '12 days 30 minutes'",
                "UPDATE store.markets SET title = 'Gold above 4,000 dollars on 1 December?', yes_sub_title = 'Above 4,000',"
                        + " event_ticker = 'KXGOLD-26DEC01', rules = 'If gold is above 4,000 dollars, the market is yes.',"
                        + " open_time = " + end + " - interval '181 minutes', volume = 91234567 WHERE ticker = '" + GOLD
                        + "'");
    }

    /** Plain SQL. */
    public void execute(String... statements) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}

package trifecta.deduplicator;

import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import trifecta.market.BreakReason;
import trifecta.market.Lifecycle;
import trifecta.market.LineEvent;
import trifecta.market.Position;
import trifecta.market.Times;
import trifecta.market.Trade;
import trifecta.market.arbitration.LineClocks;
import trifecta.market.ledger.LedgerChannel;
import trifecta.market.ledger.LineLedger;
import trifecta.market.ledger.Subscription;
import trifecta.service.Clocks;
import trifecta.store.LineCursor;
import trifecta.store.StoreException;
import trifecta.store.local.LineBatch;
import trifecta.store.production.ProductionBatch;
import trifecta.store.production.ProductionBatch.BookCheck;
import trifecta.store.production.ProductionBatch.BookSource;
import trifecta.store.production.ProductionBatch.CursorMove;
import trifecta.store.production.ProductionBatch.Quarantined;

/**
 * Merges what the lines deliver into what production has to write. Single-threaded; owns all merge state; reads the clock only
 * to tell stamps that cannot be true, and writes nothing itself. After a failed or fenced commit it is thrown away and made anew
 * from production.
 */
final class Merge {
    /** How far silent and busy subscriptions have come is stored so often: some hundred rows, whatever the number of markets. */
    private static final long LEDGER_EVERY_MICROS = 1_000_000;

    /** What the exchange says of a market whose book is closed for good. */
    private static final Set<String> DECIDED = Set.of("determined", "settled");

    private final MarketRows markets;
    private final LineCursor[] cursors;
    private final LineCursor[] committed;
    private final long[] receivedMicros;
    private final LineState[] lines;
    private final LineLedger[] ledgers;
    /** Markets whose last span ended though nobody gave them back. */
    private final LackingMarkets lacking;

    private final SaneTimes times;
    private final InstantSource clock;
    private final SilentLines silentLines;
    private final LineClocks clocks;
    private final HeldBatches held;
    private final Channels channels;
    private final BookChecks checks;
    private final BookMerge books;
    private ProductionBatch batch = ProductionBatch.empty();
    private long clocksAge;
    private long ledgerStoredMicros = Long.MIN_VALUE / 2;

    Merge(
            Restored restored,
            MarketRows markets,
            MergeCounts counts,
            LackingMarkets lacking,
            int rowsInMemory,
            InstantSource clock) {
        this.markets = markets;
        this.cursors = restored.cursors();
        this.committed = cursors.clone();
        this.receivedMicros = new long[cursors.length];
        this.lines = restored.lines();
        this.ledgers = restored.ledgers();
        this.times = new SaneTimes(ledgers.length);
        this.clock = clock;
        this.silentLines = new SilentLines(markets, ledgers, rowsInMemory);
        this.lacking = lacking;
        lacking.restore(restored.lacking());
        this.clocks = restored.clocks();
        this.held = new HeldBatches(cursors.length, clocks);
        this.channels = restored.channels();
        this.checks = new BookChecks(cursors.length);
        this.books = new BookMerge(markets, ledgers, lacking, clocks, times, counts);
        this.clocksAge = restored.clocksAge();
    }

    LineCursor cursor(int line) {
        return cursors[line];
    }

    /** When the line received the last row that was merged, its own clock; 0: none in this session. */
    long receivedMicros(int line) {
        return receivedMicros[line];
    }

    /** Stamps that could not be true, in this session. */
    long timesRefused() {
        return times.refused();
    }

    /** Markets that no line has now though one should. */
    int openGaps() {
        return lacking.size();
    }

    /**
     * Takes a batch of a line, numbered from 0; it may have to wait until the line's times are known.
     *
     * @param nowMicros of any clock that never goes back
     */
    void accept(int line, LineBatch taken, long nowMicros) {
        held.add(line, taken, nowMicros);
    }

    private void merge(int line, LineBatch taken) throws StoreException, InterruptedException {
        times.now(Clocks.micros(clock.instant()));
        switch (taken) {
            case LineBatch.Estranged estranged -> {
                endSpans(line, 0, 0, BreakReason.CUT, false);
                quarantine(line, cursors[line].position(), "line read anew: " + estranged.facts(), "");
                channels.readAnew(line);
                ledgers[line].readAnew();
                books.begins(line);
                cursors[line] = LineCursor.START;
                lines[line].boot = 0;
            }
            case LineBatch.Torn torn -> {
                endSpans(line, 0, 0, BreakReason.CUT, false);
                quarantine(line, cursors[line].position(), "rows are missing: " + torn.facts(), "");
                merge(line, torn.rows());
            }
            case LineBatch.Rows rows -> {
                if (rows.boot() != lines[line].boot) {
                    endSpans(line, 0, 0, BreakReason.CRASHED, false);
                    books.begins(line);
                    lines[line].boot = rows.boot();
                }
                if (markets.anyStored()) {
                    markets.load(marketsOf(rows.events()));
                }
                for (LineEvent event : rows.events()) {
                    accept(line, rows.boot(), event);
                }
                cursors[line] = rows.next();
                receivedMicros[line] = rows.events().isEmpty()
                        ? receivedMicros[line]
                        : rows.events().getLast().receivedAtMicros();
            }
        }
    }

    /** Takes trades that were fetched by REST, with what they bring their range to. */
    void backfilled(BackfillInbox.Page page) {
        page.trades().forEach(row -> channels.backfilled(row, batch));
        batch.backfills().add(page.step());
    }

    /** Merges what need not wait, and tells what has to be committed for it; the next batch begins empty. */
    ProductionBatch finish(long nowMicros) throws StoreException, InterruptedException {
        for (int line = 0; line < cursors.length; line++) {
            for (LineBatch released : held.release(line, nowMicros)) {
                merge(line, released);
            }
        }
        relieve(nowMicros);
        for (int line = 0; line < cursors.length; line++) {
            List<BookChecks.Waiting> due = checks.due(line, ledgers[line].latestMicros());
            markets.load(due.stream().map(BookChecks.Waiting::market).toList());
            for (BookChecks.Waiting told : due) {
                check(line, told);
            }
        }
        for (String gone : lacking.takeGone()) {
            books.lacksNothing(gone);
        }
        books.drain(batch);
        boolean everything = nowMicros - ledgerStoredMicros >= LEDGER_EVERY_MICROS;
        ledgerStoredMicros = everything ? nowMicros : ledgerStoredMicros;
        for (LineLedger ledger : ledgers) {
            batch.ledger().add(ledger.drain(everything));
        }
        clocksAge++;
        for (int line = 0; line < cursors.length; line++) {
            if (!cursors[line].equals(committed[line])) {
                LineState state = lines[line];
                state.clocks = clocks.save();
                state.clocksAge = clocksAge;
                channels.note(line);
                batch.moves().add(new CursorMove(line + 1, committed[line], cursors[line], state.pack()));
                committed[line] = cursors[line];
            }
        }
        ProductionBatch finished = batch;
        batch = ProductionBatch.empty();
        return finished;
    }

    private void check(int line, BookChecks.Waiting told) throws StoreException {
        if (!books.isCovered(told.market())) {
            return; // nobody has it now: there is no path to check
        }
        markets.of(told.market())
                .arbiter()
                .hadState(
                        told.hash(),
                        told.atMicros() - BookChecks.OLDER_MICROS,
                        told.atMicros() + BookChecks.AHEAD_MICROS)
                .ifPresent(agrees -> books.checked(
                        batch, new BookCheck(told.market(), BookSource.REST, line + 1, agrees, told.atMicros())));
    }

    private void relieve(long nowMicros) throws StoreException, InterruptedException {
        if (silentLines.arePressing(nowMicros)) {
            for (int line = 0; line < cursors.length; line++) {
                if (SilentLines.isSilent(held.arrivedMicros(line), nowMicros)) {
                    for (MergedMarket parked : silentLines.park(line)) {
                        books.touch(parked.ticker());
                    }
                }
            }
        }
    }

    private Set<String> marketsOf(List<LineEvent> events) {
        Set<String> named = new HashSet<>();
        for (LineEvent event : events) {
            switch (event.body()) {
                case LineEvent.Delta delta -> named.add(delta.market());
                case LineEvent.Snapshot snapshot -> named.add(snapshot.market());
                default -> {}
            }
        }
        return named;
    }

    private void accept(int line, int boot, LineEvent event) throws StoreException, InterruptedException {
        BreakReason before = event.breakBefore();
        if (before != null) {
            endSpans(line, event.connection(), event.sid(), before, event.sid() != 0);
        }
        switch (event.body()) {
            case LineEvent.Delta delta -> books.delta(line, boot, event, delta, batch);
            case LineEvent.Snapshot snapshot -> books.snapshot(line, boot, event, snapshot, batch);
            case LineEvent.TradeSeen seen -> {
                Trade trade = times.stamp(line, seen.trade(), event.receivedAtMicros());
                heardTrade(line, event, trade.exchangeMicros());
                channels.trade(line, event, trade, batch);
            }
            case LineEvent.HeldDelta held -> {
                books.heard(line, event, LedgerChannel.ORDERBOOK, books.comparable(line, event, held.exchangeMicros()));
                ledgers[line].held(new Subscription(event.connection(), event.sid()), held.market());
            }
            case LineEvent.BookTold told -> checks.told(line, told, ledgers[line].latestMicros());
            case LineEvent.Asked asked ->
                ledgers[line].asked(new Subscription(event.connection(), event.sid()), asked.markets());
            case LineEvent.LifecycleSeen seen -> {
                channels.lifecycle(line, event, seen, batch);
                ended(seen.lifecycle());
            }
            case LineEvent.TickerSeen seen -> channels.ticker(line, event, seen, batch);
            case LineEvent.ChannelStarts starts ->
                channels.starts(line, starts.channel(), new Subscription(event.connection(), event.sid()));
            case LineEvent.Break end -> endSpans(line, event.connection(), event.sid(), end.reason(), false);
            case LineEvent.SpansEnd end -> books.endSpans(line, new Subscription(event.connection(), event.sid()), end);
            case LineEvent.Kept _, LineEvent.Heartbeat _, LineEvent.Nothing _ -> {}
        }
    }

    /** @param goesOn the subscription goes on behind a hole */
    private void endSpans(int line, int connection, int sid, BreakReason reason, boolean goesOn)
            throws StoreException, InterruptedException {
        books.endSpans(line, connection, sid, reason, goesOn);
        channels.end(line, connection, sid);
    }

    /** Trades need not be stamped as the line's changes of books are, by which its times were learned. */
    private void heardTrade(int line, LineEvent event, long micros) {
        if (event.sid() != 0) {
            long corrected = clocks.isComparable(line) ? clocks.correct(line, micros) : Times.ABSENT;
            long unsure = corrected == Times.ABSENT ? 0 : Math.abs(micros - corrected);
            List<String> none = ledgers[line].heard(
                    event.connection(),
                    event.sid(),
                    LedgerChannel.TRADE,
                    corrected == Times.ABSENT ? Times.ABSENT : micros,
                    unsure);
            if (!none.isEmpty()) {
                throw new IllegalStateException("a subscription to trades has spans of books: " + none);
            }
        }
    }

    /** A decided market lacks nothing any more. */
    private void ended(Lifecycle event) throws StoreException, InterruptedException {
        if (DECIDED.contains(event.eventType())) {
            books.lacksNothing(event.subject());
        }
    }

    private void quarantine(int line, Position position, String reason, String content) {
        batch.quarantined().add(new Quarantined(line + 1, position, reason, content));
    }
}

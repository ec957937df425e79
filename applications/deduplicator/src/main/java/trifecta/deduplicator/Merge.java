package trifecta.deduplicator;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trifecta.market.BookChange;
import trifecta.market.BreakReason;
import trifecta.market.Lifecycle;
import trifecta.market.LineEvent;
import trifecta.market.Position;
import trifecta.market.Times;
import trifecta.market.Trade;
import trifecta.market.arbitration.LineClocks;
import trifecta.market.arbitration.NumbersExhaustedException;
import trifecta.market.arbitration.Origin;
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
import trifecta.store.production.ProductionBatch.SnapshotRow;

/**
 * Merges what the lines deliver into what production has to write. Single-threaded; owns all merge state; reads the clock only
 * to tell stamps that cannot be true, and writes nothing itself. After a failed or fenced commit it is thrown away and made anew
 * from production.
 */
final class Merge {
    private static final Logger LOG = LoggerFactory.getLogger(Merge.class);

    /** Rows stay in memory this long behind a market's latest: lines are seldom further apart; older rows are loaded. */
    private static final long WINDOW_MICROS = 60_000_000;

    /** How far silent and busy subscriptions have come is stored so often: some hundred rows, whatever the number of markets. */
    private static final long LEDGER_EVERY_MICROS = 1_000_000;

    /** What the exchange says of a market whose book is closed for good. */
    private static final Set<String> DECIDED = Set.of("determined", "settled");

    private final MarketRows markets;
    private final MergeCounts counts;
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
    private final List<MergedMarket> touched = new ArrayList<>();
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
        this.counts = counts;
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
                endSpans(line, 0, 0, BreakReason.CUT);
                quarantine(line, cursors[line].position(), "line read anew: " + estranged.facts(), "");
                channels.readAnew(line);
                ledgers[line].readAnew();
                cursors[line] = LineCursor.START;
                lines[line].boot = 0;
            }
            case LineBatch.Torn torn -> {
                endSpans(line, 0, 0, BreakReason.CUT);
                quarantine(line, cursors[line].position(), "rows are missing: " + torn.facts(), "");
                merge(line, torn.rows());
            }
            case LineBatch.Rows rows -> {
                if (rows.boot() != lines[line].boot) {
                    endSpans(line, 0, 0, BreakReason.CRASHED);
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
            lacksNothing(gone);
        }
        for (MergedMarket market : touched) {
            market.drain(batch, ledgers, lacking.contains(market.ticker()), counts);
            market.evict(WINDOW_MICROS);
            markets.recount(market);
        }
        touched.clear();
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
        if (Arrays.stream(ledgers).allMatch(ledger -> ledger.of(told.market()) == null)) {
            return; // nobody has it now: there is no path to check
        }
        markets.of(told.market())
                .arbiter()
                .hadState(
                        told.hash(),
                        told.atMicros() - BookChecks.OLDER_MICROS,
                        told.atMicros() + BookChecks.AHEAD_MICROS)
                .ifPresent(agrees ->
                        checked(new BookCheck(told.market(), BookSource.REST, line + 1, agrees, told.atMicros())));
    }

    private void checked(BookCheck check) {
        batch.bookChecks().add(check);
        counts.checked(check.agrees());
    }

    private void relieve(long nowMicros) throws StoreException, InterruptedException {
        if (silentLines.arePressing(nowMicros)) {
            for (int line = 0; line < cursors.length; line++) {
                if (SilentLines.isSilent(held.arrivedMicros(line), nowMicros)) {
                    for (MergedMarket parked : silentLines.park(line)) {
                        touch(parked.ticker());
                    }
                }
            }
        }
    }

    /** A span whose place was given up goes on from the book that it knew. */
    private void resume(int line, MergedMarket market) {
        Long book = ledgers[line].unpark(market.ticker());
        if (book != null) {
            market.arbiter().start(line, book);
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
            case LineEvent.Delta delta -> delta(line, boot, event, delta);
            case LineEvent.Snapshot snapshot -> snapshot(line, boot, event, snapshot);
            case LineEvent.TradeSeen seen -> {
                Trade trade = times.stamp(line, seen.trade(), event.receivedAtMicros());
                heardTrade(line, event, trade.exchangeMicros());
                channels.trade(line, event, trade, batch);
            }
            case LineEvent.HeldDelta held -> {
                heard(line, event, LedgerChannel.ORDERBOOK, comparable(line, event, held.exchangeMicros()));
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
            case LineEvent.Break end -> endSpans(line, event.connection(), event.sid(), end.reason());
            case LineEvent.SpansEnd end -> {
                end.markets()
                        .forEach(market ->
                                ledgers[line].forget(new Subscription(event.connection(), event.sid()), market));
                endSpans(
                        line,
                        end.markets().stream()
                                .filter(market -> new Subscription(event.connection(), event.sid())
                                        .equals(ledgers[line].of(market)))
                                .toList(),
                        end.reason());
            }
            case LineEvent.Kept _, LineEvent.Heartbeat _, LineEvent.Nothing _ -> {}
        }
    }

    private void delta(int line, int boot, LineEvent event, LineEvent.Delta delta)
            throws StoreException, InterruptedException {
        if (ledgers[line].of(delta.market()) == null) {
            counts.strayed();
            quarantine(line, new Position(boot, event.n()), "delta outside of a span", delta.toString());
            return;
        }
        MergedMarket market = touch(delta.market());
        resume(line, market);
        BookChange change = times.stamp(line, delta.change(), event.receivedAtMicros());
        heard(line, event, LedgerChannel.ORDERBOOK, clocks.correct(line, change.exchangeMicros()));
        feed(line, market, change, origin(line, boot, event.n(), event.receivedAtMicros(), change));
    }

    /** A numbered message came in order: the ledger goes on with it, and what began with it has to be kept. */
    private void heard(int line, LineEvent event, LedgerChannel channel, long micros)
            throws StoreException, InterruptedException {
        if (event.sid() != 0) {
            for (String begun : ledgers[line].heard(event.connection(), event.sid(), channel, micros)) {
                touch(begun);
            }
        }
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

    /** The time of an event, comparable with other lines'; absent also while it is not known how the line's times compare. */
    private long comparable(int line, LineEvent event, long micros) {
        return clocks.isComparable(line)
                ? clocks.correct(line, times.stamp(line, micros, event.receivedAtMicros()))
                : Times.ABSENT;
    }

    private Origin origin(int line, int boot, long n, long receivedAtMicros, BookChange change) {
        return new Origin(line, boot, n, times.received(receivedAtMicros), change.exchangeMicros());
    }

    private void feed(int line, MergedMarket market, BookChange change, Origin origin)
            throws StoreException, InterruptedException {
        BookChange corrected = clocks.correct(line, change);
        long unmerged = unmergedSince(line, market);
        try {
            markets.ensureHistory(market, line, corrected.exchangeMicros());
            market.arbiter().delta(line, corrected, origin);
        } catch (NumbersExhaustedException e) {
            exhausted(line, market, origin, e);
        }
        if (!market.arbiter().isUp(line)) {
            long until = Math.min(
                    unmerged, corrected.exchangeMicros() == Times.ABSENT ? Long.MAX_VALUE : corrected.exchangeMicros());
            ledgers[line].end(market.ticker(), BreakReason.UNMERGEABLE, until);
        }
    }

    /** No number is left at this place of the path: the line leaves the market until its next snapshot, in the open. */
    private void exhausted(int line, MergedMarket market, Origin origin, NumbersExhaustedException e)
            throws StoreException, InterruptedException {
        LOG.error("market {}: {}", market.ticker(), e.getMessage());
        quarantine(line, new Position(origin.boot(), origin.n()), "no number left", market.ticker());
        market.arbiter().end(line);
        noteWhetherLacking(market.ticker(), BreakReason.UNMERGEABLE);
    }

    private void snapshot(int line, int boot, LineEvent event, LineEvent.Snapshot snapshot)
            throws StoreException, InterruptedException {
        MergedMarket market = touch(snapshot.market());
        resume(line, market);
        Origin origin = new Origin(line, boot, event.n(), times.received(event.receivedAtMicros()));
        switch (snapshot.role()) {
            case AGREES -> {
                ledgers[line].verified(snapshot.market(), snapshot.hash() == 0);
                checked(new BookCheck(
                        snapshot.market(), BookSource.WEBSOCKET, line + 1, true, ledgers[line].latestMicros()));
                market.arbiter().snapshot(line, true);
            }
            case STARTS -> starts(line, boot, event, snapshot, market);
            case DISAGREES -> {
                ledgers[line].refuted(snapshot.market());
                checked(new BookCheck(
                        snapshot.market(), BookSource.WEBSOCKET, line + 1, false, ledgers[line].latestMicros()));
                market.arbiter().snapshot(line, false);
                starts(line, boot, event, snapshot, market);
            }
            case REPLACES -> {
                long micros = comparable(line, event, snapshot.exchangeMicros());
                markets.ensureHistory(market, line, micros);
                market.arbiter().replace(line, micros, snapshot.hash(), origin);
            }
        }
        if (snapshot.content() != null) {
            batch.snapshots()
                    .add(new SnapshotRow(
                            snapshot.market(),
                            snapshot.role() == LineEvent.SnapshotRole.REPLACES
                                    ? market.arbiter().seqOfLast(line).orElse(SnapshotRow.NO_SEQ)
                                    : SnapshotRow.NO_SEQ,
                            line + 1,
                            new Position(boot, event.n()),
                            snapshot.role(),
                            snapshot.exchangeMicros(),
                            snapshot.hash(),
                            snapshot.baseHash(),
                            snapshot.content(),
                            event.receivedAtMicros()));
        }
    }

    private void starts(int line, int boot, LineEvent event, LineEvent.Snapshot snapshot, MergedMarket market)
            throws StoreException, InterruptedException {
        ledgers[line].starts(new Subscription(event.connection(), event.sid()), market.ticker(), snapshot.prologue());
        boolean _ = lacking.remove(market.ticker());
        market.arbiter().start(line, snapshot.baseHash());
        for (LineEvent.Prologue held : snapshot.prologue()) {
            if (!market.arbiter().isUp(line)) {
                break; // it left the market within the prologue
            }
            BookChange change = times.stamp(line, held.change(), held.receivedAtMicros());
            feed(line, market, change, origin(line, boot, held.n(), held.receivedAtMicros(), change));
        }
    }

    private void endSpans(int line, int connection, int sid, BreakReason reason)
            throws StoreException, InterruptedException {
        endSpans(line, connection, sid, reason, false);
    }

    /** @param goesOn the subscription goes on behind a hole */
    private void endSpans(int line, int connection, int sid, BreakReason reason, boolean goesOn)
            throws StoreException, InterruptedException {
        markets.load(ledgers[line].marketsOn(connection, sid));
        ended(
                line,
                ledgers[line].breaks(connection, sid, reason, goesOn, market -> unmergedSince(line, market)),
                reason);
        channels.end(line, connection, sid);
    }

    private void endSpans(int line, List<String> markets, BreakReason reason)
            throws StoreException, InterruptedException {
        this.markets.load(markets);
        markets.forEach(market -> ledgers[line].end(market, reason, unmergedSince(line, market)));
        ended(line, markets, reason);
    }

    /** From when on what a line brought of a market waits for a decision; {@link Long#MAX_VALUE}: nothing does. */
    private long unmergedSince(int line, String market) {
        MergedMarket known = markets.inMemory(market);
        return known == null ? Long.MAX_VALUE : unmergedSince(line, known);
    }

    private static long unmergedSince(int line, MergedMarket market) {
        return market.arbiter().pendingSince(line).orElse(Long.MAX_VALUE);
    }

    private void ended(int line, List<String> ended, BreakReason reason) throws StoreException, InterruptedException {
        markets.load(ended);
        for (String market : ended) {
            touch(market).arbiter().end(line);
            noteWhetherLacking(market, reason);
        }
    }

    /** A market that a line gave back on purpose lacks nothing: it has ended, or comes again on another subscription. */
    private void noteWhetherLacking(String market, BreakReason reason) {
        if (reason != BreakReason.UNSUBSCRIBED && Arrays.stream(ledgers).allMatch(line -> line.of(market) == null)) {
            lacking.add(market);
        }
    }

    /** A decided market lacks nothing any more. */
    private void ended(Lifecycle event) throws StoreException, InterruptedException {
        if (DECIDED.contains(event.eventType())) {
            lacksNothing(event.subject());
        }
    }

    private void lacksNothing(String market) throws StoreException, InterruptedException {
        if (lacking.remove(market)) {
            touch(market);
        }
    }

    private MergedMarket touch(String ticker) throws StoreException, InterruptedException {
        MergedMarket market = markets.of(ticker);
        market.arbiter().tolerance(clocks.toleranceMillis());
        if (market.touch()) {
            touched.add(market);
        }
        return market;
    }

    private void quarantine(int line, Position position, String reason, String content) {
        batch.quarantined().add(new Quarantined(line + 1, position, reason, content));
    }
}

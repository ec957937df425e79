package trifecta.deduplicator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trifecta.market.BookChange;
import trifecta.market.BreakReason;
import trifecta.market.LineEvent;
import trifecta.market.Position;
import trifecta.market.Times;
import trifecta.market.arbitration.LineClocks;
import trifecta.market.arbitration.NumbersExhaustedException;
import trifecta.market.arbitration.Origin;
import trifecta.market.ledger.LedgerChannel;
import trifecta.market.ledger.LineLedger;
import trifecta.market.ledger.Subscription;
import trifecta.store.StoreException;
import trifecta.store.production.ProductionBatch;
import trifecta.store.production.ProductionBatch.BookCheck;
import trifecta.store.production.ProductionBatch.BookSource;
import trifecta.store.production.ProductionBatch.Quarantined;
import trifecta.store.production.ProductionBatch.SnapshotRow;

/**
 * The merge of the books: gives what the lines tell of them to the markets' arbiters and to the lines' ledgers, so that both know
 * the same spans. Single-threaded.
 */
final class BookMerge {
    private static final Logger LOG = LoggerFactory.getLogger(BookMerge.class);

    /** Rows stay in memory this long behind a market's latest: lines are seldom further apart; older rows are loaded. */
    private static final long WINDOW_MICROS = 60_000_000;

    private final MarketRows markets;
    private final LineLedger[] ledgers;
    /** Markets whose last span ended though nobody gave them back. */
    private final LackingMarkets lacking;

    private final LineClocks clocks;
    private final SaneTimes times;
    private final MergeCounts counts;
    /** By line: markets of which changes came outside of a span, until one begins. */
    private final List<Set<String>> strays;

    private final List<MergedMarket> touched = new ArrayList<>();

    BookMerge(
            MarketRows markets,
            LineLedger[] ledgers,
            LackingMarkets lacking,
            LineClocks clocks,
            SaneTimes times,
            MergeCounts counts) {
        this.markets = markets;
        this.ledgers = ledgers;
        this.lacking = lacking;
        this.clocks = clocks;
        this.times = times;
        this.counts = counts;
        this.strays =
                Stream.<Set<String>>generate(HashSet::new).limit(ledgers.length).toList();
    }

    /** Adds to a commit what changed of the books since the last one. */
    void drain(ProductionBatch batch) {
        for (MergedMarket market : touched) {
            market.drain(batch, ledgers, lacking.contains(market.ticker()), counts);
            market.evict(WINDOW_MICROS);
            markets.recount(market);
        }
        touched.clear();
    }

    /** Whether a line has a span of the market now. */
    boolean isCovered(String market) {
        return Arrays.stream(ledgers).anyMatch(ledger -> ledger.of(market) != null);
    }

    /** A book was compared with what is merged. */
    void checked(ProductionBatch batch, BookCheck check) {
        batch.bookChecks().add(check);
        counts.checked(check.agrees());
    }

    /** A span whose place was given up goes on from the book that it knew. */
    private void resume(int line, MergedMarket market) {
        Long book = ledgers[line].unpark(market.ticker());
        if (book != null) {
            market.arbiter().start(line, book);
        }
    }

    void delta(int line, int boot, LineEvent event, LineEvent.Delta delta, ProductionBatch batch)
            throws StoreException, InterruptedException {
        if (ledgers[line].of(delta.market()) == null) {
            counts.strayed();
            if (strays.get(line).add(delta.market())) {
                batch.quarantined()
                        .add(new Quarantined(
                                line + 1,
                                new Position(boot, event.n()),
                                "deltas outside of a span, from here on",
                                delta.toString()));
            }
            return;
        }
        MergedMarket market = touch(delta.market());
        resume(line, market);
        BookChange change = times.stamp(line, delta.change(), event.receivedAtMicros());
        heard(line, event, LedgerChannel.ORDERBOOK, clocks.correct(line, change.exchangeMicros()));
        feed(line, market, change, origin(line, boot, event.n(), event.receivedAtMicros(), change), batch);
    }

    /** A numbered message came in order: the ledger goes on with it, and what began with it has to be kept. */
    void heard(int line, LineEvent event, LedgerChannel channel, long micros)
            throws StoreException, InterruptedException {
        if (event.sid() != 0) {
            for (String begun : ledgers[line].heard(event.connection(), event.sid(), channel, micros)) {
                touch(begun);
            }
        }
    }

    /** The time of an event, comparable with other lines'; absent also while it is not known how the line's times compare. */
    long comparable(int line, LineEvent event, long micros) {
        return clocks.isComparable(line)
                ? clocks.correct(line, times.stamp(line, micros, event.receivedAtMicros()))
                : Times.ABSENT;
    }

    private Origin origin(int line, int boot, long n, long receivedAtMicros, BookChange change) {
        return new Origin(line, boot, n, times.received(receivedAtMicros), change.exchangeMicros());
    }

    private void feed(int line, MergedMarket market, BookChange change, Origin origin, ProductionBatch batch)
            throws StoreException, InterruptedException {
        BookChange corrected = clocks.correct(line, change);
        give(
                line,
                market,
                corrected.exchangeMicros(),
                origin,
                batch,
                () -> market.arbiter().delta(line, corrected, origin));
    }

    /** Gives a row to the arbiter, which may find no place for it or have too many of the line's that nobody can place. */
    private void give(int line, MergedMarket market, long micros, Origin origin, ProductionBatch batch, Runnable giving)
            throws StoreException, InterruptedException {
        long unmerged = market.arbiter().heldSince(line).orElse(Long.MAX_VALUE);
        try {
            markets.ensureHistory(market, line, micros);
            giving.run();
        } catch (NumbersExhaustedException e) {
            exhausted(line, market, origin, e, batch);
        }
        if (!market.arbiter().isUp(line)) {
            long until = Math.min(unmerged, micros == Times.ABSENT ? Long.MAX_VALUE : micros);
            ledgers[line].end(market.ticker(), BreakReason.UNMERGEABLE, until);
        }
    }

    /** A line is read anew, or by another boot: what came outside of its spans is told again. */
    void begins(int line) {
        strays.get(line).clear();
    }

    /** No number is left at this place of the path: the line leaves the market until its next snapshot, in the open. */
    private void exhausted(
            int line, MergedMarket market, Origin origin, NumbersExhaustedException e, ProductionBatch batch)
            throws StoreException, InterruptedException {
        LOG.error("market {}: {}", market.ticker(), e.getMessage());
        batch.quarantined()
                .add(new Quarantined(
                        line + 1, new Position(origin.boot(), origin.n()), "no number left", market.ticker()));
        OptionalLong _ = market.arbiter().end(line);
        noteWhetherLacking(market.ticker(), BreakReason.UNMERGEABLE);
    }

    void snapshot(int line, int boot, LineEvent event, LineEvent.Snapshot snapshot, ProductionBatch batch)
            throws StoreException, InterruptedException {
        MergedMarket market = touch(snapshot.market());
        resume(line, market);
        Origin origin = new Origin(line, boot, event.n(), times.received(event.receivedAtMicros()));
        switch (snapshot.role()) {
            case AGREES -> {
                ledgers[line].verified(snapshot.market(), snapshot.hash() == 0);
                checked(
                        batch,
                        new BookCheck(
                                snapshot.market(), BookSource.WEBSOCKET, line + 1, true, ledgers[line].latestMicros()));
                market.arbiter().snapshot(line, true);
            }
            case DOUBTS -> { // its line asks again, and the next one decides
                ledgers[line].doubted(snapshot.market());
                return;
            }
            case STARTS -> starts(line, boot, event, snapshot, market, batch);
            case DISAGREES -> {
                ledgers[line].refuted(snapshot.market());
                checked(
                        batch,
                        new BookCheck(
                                snapshot.market(),
                                BookSource.WEBSOCKET,
                                line + 1,
                                false,
                                ledgers[line].latestMicros()));
                market.arbiter().snapshot(line, false);
                starts(line, boot, event, snapshot, market, batch);
            }
            case REPLACES -> {
                long micros = comparable(line, event, snapshot.exchangeMicros());
                ledgers[line].replaced(snapshot.market());
                give(
                        line,
                        market,
                        micros,
                        origin,
                        batch,
                        () -> market.arbiter().replace(line, micros, snapshot.hash(), origin));
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

    private void starts(
            int line,
            int boot,
            LineEvent event,
            LineEvent.Snapshot snapshot,
            MergedMarket market,
            ProductionBatch batch)
            throws StoreException, InterruptedException {
        market.arbiter()
                .end(line)
                .ifPresent(since -> ledgers[line].end(market.ticker(), BreakReason.UNSUBSCRIBED, since));
        ledgers[line].starts(
                new Subscription(event.connection(), event.sid()),
                market.ticker(),
                snapshot.prologue(),
                snapshot.hash() == 0);
        boolean _ = strays.get(line).remove(market.ticker());
        boolean _ = lacking.remove(market.ticker());
        market.givenBack(false);
        market.arbiter().start(line, snapshot.baseHash());
        for (LineEvent.Prologue held : snapshot.prologue()) {
            if (!market.arbiter().isUp(line)) {
                break; // it left the market within the prologue
            }
            BookChange change = times.stamp(line, held.change(), held.receivedAtMicros());
            feed(line, market, change, origin(line, boot, held.n(), held.receivedAtMicros(), change), batch);
        }
    }

    /** @param goesOn the subscription goes on behind a hole */
    void endSpans(int line, int connection, int sid, BreakReason reason, boolean goesOn)
            throws StoreException, InterruptedException {
        Map<String, Long> lacked = end(line, ledgers[line].marketsOn(connection, sid));
        List<String> told = new ArrayList<>();
        ledgers[line]
                .breaks(connection, sid, reason, goesOn, market -> lacked.getOrDefault(market, Long.MAX_VALUE))
                .forEach(told::add);
        for (String market : told) {
            noteWhetherLacking(market, reason);
        }
    }

    /** Markets leave a subscription. */
    void endSpans(int line, Subscription subscription, LineEvent.SpansEnd end)
            throws StoreException, InterruptedException {
        end.markets().forEach(market -> ledgers[line].forget(subscription, market));
        endSpans(
                line,
                end.markets().stream()
                        .filter(market -> subscription.equals(ledgers[line].of(market)))
                        .toList(),
                end.reason());
    }

    private void endSpans(int line, List<String> markets, BreakReason reason)
            throws StoreException, InterruptedException {
        Map<String, Long> lacked = end(line, markets);
        for (String market : markets) {
            ledgers[line].end(market, reason, lacked.getOrDefault(market, Long.MAX_VALUE));
            noteWhetherLacking(market, reason);
        }
    }

    /** Nothing more comes of these on a line. What it brought and what is not in their paths, is told with the time from which on. */
    private Map<String, Long> end(int line, List<String> ended) throws StoreException, InterruptedException {
        markets.load(ended);
        Map<String, Long> lacked = new HashMap<>();
        for (String market : ended) {
            touch(market).arbiter().end(line).ifPresent(since -> lacked.put(market, since));
        }
        return lacked;
    }

    /**
     * A market that a line gave back on purpose lacks nothing, whatever becomes of the others that still have it: it has ended, or comes
     * again on another subscription.
     */
    private void noteWhetherLacking(String market, BreakReason reason) throws StoreException, InterruptedException {
        MergedMarket merged = markets.of(market);
        if (reason == BreakReason.UNSUBSCRIBED) {
            merged.givenBack(true);
        } else if (!merged.isGivenBack() && !isCovered(market)) {
            lacking.add(market);
        }
    }

    void lacksNothing(String market) throws StoreException, InterruptedException {
        if (lacking.remove(market)) {
            touch(market);
        }
    }

    MergedMarket touch(String ticker) throws StoreException, InterruptedException {
        MergedMarket market = markets.of(ticker);
        market.arbiter().tolerance(clocks.toleranceMillis());
        if (market.touch()) {
            touched.add(market);
        }
        return market;
    }
}

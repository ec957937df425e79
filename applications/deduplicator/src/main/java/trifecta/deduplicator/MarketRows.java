package trifecta.deduplicator;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import trifecta.market.BookChange;
import trifecta.market.Times;
import trifecta.market.arbitration.Arbiter;
import trifecta.market.arbitration.Limits;
import trifecta.market.arbitration.LineClocks;
import trifecta.market.arbitration.Mark;
import trifecta.market.arbitration.Origin;
import trifecta.market.arbitration.Row;
import trifecta.market.arbitration.Statistics;
import trifecta.store.StoreException;
import trifecta.store.production.Loaded;
import trifecta.store.production.StoredMerge;

/**
 * The markets of the merge, and where their older rows come from: a market is brought back from production when a line first
 * speaks of it, and rows that left memory are loaded again when a line comes late. Single-threaded.
 */
final class MarketRows {
    /** Rows loaded at a time for a line that comes late. */
    private static final int HISTORY_ROWS = 5_000;

    private final int lines;
    private final StoredMerge production;
    private final Writing writing;
    private final Map<String, byte[]> stored;
    private final Map<String, MergedMarket> markets = new HashMap<>();
    private final Statistics statistics;
    private final LineClocks clocks;
    private long rowsInMemory;

    /** What is being written to production. */
    interface Writing {
        /** Waits until it is written. */
        void await() throws StoreException, InterruptedException;
    }

    /**
     * @param writing may hold rows that are in production only after it
     * @param stored the arbiters' states as production has them, by ticker; taken over
     */
    MarketRows(
            int lines,
            StoredMerge production,
            Writing writing,
            Map<String, byte[]> stored,
            LineClocks clocks,
            Statistics statistics) {
        this.lines = lines;
        this.production = production;
        this.writing = writing;
        this.stored = stored;
        this.statistics = statistics;
        this.clocks = clocks;
    }

    /** Rows in memory of all markets, as they were last recounted. */
    long rowsInMemory() {
        return rowsInMemory;
    }

    /** A market gained or let go rows. */
    void recount(MergedMarket market) {
        rowsInMemory += market.rowsGained();
    }

    /** Markets in memory that keep more than so many rows for a line. */
    List<MergedMarket> keepingRowsFor(int line, int rows) {
        return markets.values().stream()
                .filter(market -> market.arbiter().rowsKeptFor(line) > rows)
                .toList();
    }

    int size() {
        return markets.size() + stored.size();
    }

    /** Whether production knows markets that memory does not. */
    boolean anyStored() {
        return !stored.isEmpty();
    }

    /** Brings back those of the markets that production knows and memory does not, all in one go. */
    void load(Collection<String> tickers) throws StoreException {
        Map<String, Long> behind = new HashMap<>();
        for (String ticker : tickers) {
            byte[] state = stored.get(ticker);
            if (state != null) {
                // firstSeqNeeded is inclusive, the reader's bound is not
                behind.put(ticker, Arbiter.firstSeqNeeded(state) - 1);
            }
        }
        if (behind.isEmpty()) {
            return;
        }
        Map<String, List<Loaded.Row>> rows = production.rowsBehind(behind);
        for (String ticker : behind.keySet()) {
            byte[] state = stored.remove(ticker);
            if (state != null) {
                List<Row> tail = rowsOf(rows.getOrDefault(ticker, List.of()));
                markets.put(
                        ticker,
                        new MergedMarket(ticker, Arbiter.restore(state, tail, lines, Limits.standard(), statistics)));
            }
        }
    }

    /** The market, if it is in memory. */
    @Nullable MergedMarket inMemory(String ticker) {
        return markets.get(ticker);
    }

    /** The market, new when nobody knew it. */
    MergedMarket of(String ticker) throws StoreException {
        MergedMarket market = markets.get(ticker);
        if (market == null) {
            load(List.of(ticker));
            market = markets.computeIfAbsent(
                    ticker, name -> new MergedMarket(name, new Arbiter(lines, Limits.standard(), statistics)));
        }
        return market;
    }

    /** Loads the older rows that a line's next event at this time may meet. */
    void ensureHistory(MergedMarket market, int line, long exchangeMicros) throws StoreException, InterruptedException {
        while (market.arbiter().needsHistory(line, exchangeMicros)) {
            writing.await();
            List<Loaded.Row> older =
                    production.rowsBefore(market.ticker(), market.arbiter().firstSeq(), HISTORY_ROWS);
            market.arbiter().prepend(rowsOf(older), older.size() < HISTORY_ROWS);
        }
    }

    private List<Row> rowsOf(List<Loaded.Row> loaded) {
        return loaded.stream()
                .map(row -> Row.stored(
                        comparable(row),
                        row.replaced(),
                        new Origin(row.line() - 1, 0, 0, row.receivedAtMicros()),
                        new Mark(row.seq(), row.verified(), row.disputed(), row.ended()),
                        row.opensRun(),
                        row.baseHash()))
                .toList();
    }

    /** The change as it was merged: a time that says nothing to the merge is stored for readers only. */
    private BookChange comparable(Loaded.Row row) {
        int line = row.line() - 1;
        boolean known = line < 0 || line >= lines || clocks.isComparable(line) || clocks.isHeld(line);
        return known ? row.change() : row.change().at(Times.ABSENT);
    }
}

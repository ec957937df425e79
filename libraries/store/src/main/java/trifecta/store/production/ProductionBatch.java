package trifecta.store.production;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import trifecta.market.BookChange;
import trifecta.market.Level;
import trifecta.market.Lifecycle;
import trifecta.market.LineEvent.SnapshotRole;
import trifecta.market.Position;
import trifecta.market.Ticker;
import trifecta.market.Trade;
import trifecta.market.ledger.LedgerChanges;
import trifecta.store.LineCursor;

/**
 * All that one commit writes: either all of it is in production afterwards, or nothing. Lines are numbered from 1; line 0 stands
 * for none. Markets are named by ticker.
 *
 * @param voided rows to be taken out of their paths, before any row is inserted; their marks and run heads go with them
 * @param runsStitched run heads whose gap is closed
 * @param disputed rows already stored that become disputed, besides {@code marks}
 * @param snapshotRequests markets of which every line is asked for a fresh snapshot
 */
public record ProductionBatch(
        List<CursorMove> moves,
        List<BookRow> bookRows,
        List<RowPlace> voided,
        List<RunHead> runsOpened,
        List<RowPlace> runsStitched,
        List<Mark> marks,
        List<RowRange> disputed,
        List<MarketState> states,
        List<TradeRow> trades,
        List<LifecycleRow> lifecycle,
        List<TickerRow> tickers,
        List<SnapshotRow> snapshots,
        List<Quarantined> quarantined,
        List<String> snapshotRequests,
        LedgerChanges ledger,
        List<BackfillStep> backfills,
        List<BookCheck> bookChecks) {

    /** A batch to be filled: all lists are empty and growing. */
    public static ProductionBatch empty() {
        return new ProductionBatch(
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                LedgerChanges.empty(),
                new ArrayList<>(),
                new ArrayList<>());
    }

    /** Whether there is nothing to commit. Without a line that moved there may be: a market's state can change by itself. */
    public boolean isEmpty() {
        return equals(empty());
    }

    /**
     * A line was taken from one cursor to another.
     *
     * @param state what the merge keeps about the line
     */
    @SuppressWarnings("ArrayRecordComponent") // handed through, never compared
    public record CursorMove(int line, LineCursor from, LineCursor to, byte[] state) {}

    /** A place in a market's path. */
    public record RowPlace(String market, long seq) {}

    /**
     * A row of a market's path.
     *
     * @param replaced whether the exchange replaced the whole book: then only the change's time and hash say something
     * @param line from which it was taken
     * @param lines bit set (bit 0: line 1) of the lines known to have delivered it by now
     */
    public record BookRow(
            String market, long seq, boolean replaced, BookChange change, int line, int lines, long receivedAtMicros) {}

    /**
     * A row before which something may be missing.
     *
     * @param baseHash hash of the book on which the run stands
     */
    public record RunHead(String market, long seq, long baseHash) {}

    /** What is known of a row; all false takes the mark away. */
    public record Mark(String market, long seq, boolean verified, boolean disputed, boolean ended) {}

    /** All rows of a market's path from one to another, both included. */
    public record RowRange(String market, long fromSeq, long toSeq) {}

    /**
     * What the merge keeps about a market.
     *
     * @param pendingSinceMicros by line: from when on its rows are not in the path yet, {@link trifecta.market.Times#ABSENT} for a
     *     line that has none; null when no line has
     */
    @SuppressWarnings("ArrayRecordComponent") // handed through, never compared
    public record MarketState(String market, byte[] state, long @Nullable [] pendingSinceMicros) {}

    /** Where a trade comes from. The codes are stored. */
    public enum TradeSource {
        WEBSOCKET(1),
        REST(2);

        private final int code;

        TradeSource(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }
    }

    /**
     * A trade.
     *
     * @param seq order of the merge over all markets
     */
    public record TradeRow(long seq, Trade trade, TradeSource source, int line, long receivedAtMicros) {}

    /**
     * An event in the life of a market.
     *
     * @param seq order of the merge, unique
     */
    public record LifecycleRow(long seq, Lifecycle lifecycle, int line, long receivedAtMicros) {}

    public record TickerRow(Ticker ticker, int line, long receivedAtMicros) {}

    /**
     * A snapshot as a line received it.
     *
     * @param seq the row of a replaced book; {@link #NO_SEQ} for others, and where the row is not written yet
     * @param position on its line; stored once for each line, position, content and time of receipt
     * @param content null where only the hash is kept
     */
    public record SnapshotRow(
            String market,
            long seq,
            int line,
            Position position,
            SnapshotRole role,
            long exchangeMicros,
            long hash,
            long baseHash,
            @Nullable List<Level> content,
            long receivedAtMicros) {
        public static final long NO_SEQ = -1;
    }

    /**
     * A range of trades was fetched further.
     *
     * @param id of the range
     * @param reachedMicros everything from here to the range's end is in this batch or was before
     * @param trades told with this step
     * @param finished the whole range is
     */
    public record BackfillStep(long id, long reachedMicros, int trades, boolean finished) {}

    /** Where a book comes from that is compared with a path. The codes are stored. */
    public enum BookSource {
        WEBSOCKET(1),
        REST(2);

        private final int code;

        BookSource(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }
    }

    /**
     * A book of the exchange was compared with the path.
     *
     * @param line that received it
     * @param atMicros about when it was so, exchange time
     */
    public record BookCheck(String market, BookSource source, int line, boolean agrees, long atMicros) {}

    /** What cannot be stored in its place. */
    public record Quarantined(int line, Position position, String reason, String content) {}
}

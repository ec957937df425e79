package trifecta.store.local;

import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import trifecta.market.BookChange;
import trifecta.market.BreakReason;
import trifecta.market.LineEvent;
import trifecta.market.Side;
import trifecta.market.Times;
import trifecta.store.postgres.BinaryRow;

/** Makes events of rows again, in the order of columns of {@link EventRows#COLUMNS}. */
final class EventDecoder {
    /** Stands for a column without value; no stored number of these columns is negative. */
    private static final int NONE = -1;

    private final IntFunction<String> tickers;

    EventDecoder(IntFunction<String> tickers) {
        this.tickers = tickers;
    }

    /** The market key of a row that was not begun yet; negative where there is none. */
    static int marketKey(BinaryRow row) {
        row.skip(9);
        return row.int32Or(NONE);
    }

    LineEvent decode(BinaryRow row) {
        long n = row.int64();
        long received = row.int64();
        long exchange = row.int64Or(Times.ABSENT);
        long delta = row.int64Or(0);
        long sizeAfter = row.int64Or(0);
        long hash = row.int64Or(0);
        row.int32();
        int connection = row.int32();
        int sid = row.int32();
        int market = row.int32Or(NONE);
        int price = row.int32Or(0);
        RowKind kind = RowKind.ofCode(row.int16());
        int breakCode = row.int16Or(NONE);
        int sideBit = row.int16Or(NONE);
        @Nullable Side side = sideBit == NONE ? null : Side.ofBit(sideBit);
        @Nullable BreakReason breakBefore = breakCode == NONE ? null : BreakReason.ofCode(breakCode);
        LineEvent.Body body = switch (kind) {
            case DELTA ->
                new LineEvent.Delta(
                        tickers.apply(market), new BookChange(exchange, there(side, n), price, delta, sizeAfter, hash));
            case HELD_DELTA -> new LineEvent.HeldDelta(tickers.apply(market), exchange, there(side, n), price, delta);
            case HEARTBEAT -> new LineEvent.Heartbeat();
            case NOTHING -> new LineEvent.Nothing();
            case BOOK_TOLD -> new LineEvent.BookTold(tickers.apply(market), hash);
            default -> packed(kind, there(row.bytes(), n), market, exchange, price, side, hash);
        };
        return new LineEvent(n, received, connection, sid, breakBefore, body);
    }

    private LineEvent.Body packed(
            RowKind kind, byte[] content, int market, long exchange, int price, @Nullable Side side, long hash) {
        return switch (kind) {
            case SNAPSHOT_STARTS, SNAPSHOT_AGREES, SNAPSHOT_DOUBTS, SNAPSHOT_DISAGREES, SNAPSHOT_REPLACES ->
                RowContent.readSnapshot(content, tickers.apply(market), kind.role(), exchange, hash);
            case TRADE ->
                new LineEvent.TradeSeen(RowContent.readTrade(content, tickers.apply(market), exchange, price, side));
            case TICKER -> new LineEvent.TickerSeen(RowContent.readTicker(content, tickers.apply(market), exchange));
            case LIFECYCLE -> new LineEvent.LifecycleSeen(RowContent.readLifecycle(content, exchange));
            case CHANNEL_STARTS -> new LineEvent.ChannelStarts(RowContent.readText(content));
            case BREAK -> new LineEvent.Break(RowContent.readReason(content));
            case SPANS_END -> RowContent.readSpansEnd(content);
            case ASKED -> RowContent.readAsked(content);
            case KEPT -> new LineEvent.Kept(RowContent.readText(content));
            case DELTA, HELD_DELTA, HEARTBEAT, NOTHING, BOOK_TOLD ->
                throw new IllegalStateException(kind + " has no content");
        };
    }

    private static <T> T there(@Nullable T value, long n) {
        if (value == null) {
            throw new IllegalStateException("row " + n + " lacks a column that its kind needs");
        }
        return value;
    }
}

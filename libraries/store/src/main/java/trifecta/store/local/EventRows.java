package trifecta.store.local;

import java.sql.SQLException;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import trifecta.market.BookChange;
import trifecta.market.BreakReason;
import trifecta.market.LineEvent;
import trifecta.market.Side;
import trifecta.market.Times;
import trifecta.market.Trade;
import trifecta.store.postgres.BinaryRows;

/** Writes events as rows of the table {@code events}. */
final class EventRows {
    /** The columns in the order in which rows are written and read. */
    static final String COLUMNS = "n, received_us, exchange_us, delta, size_after, book_hash, boot, connection, sid, "
            + "market_key, price, kind, break_before, side, content";

    private static final int COLUMN_COUNT = 15;

    private EventRows() {}

    /** The market whose key the event's row holds; null where none. */
    static @Nullable String market(LineEvent.Body body) {
        return switch (body) {
            case LineEvent.Delta delta -> delta.market();
            case LineEvent.HeldDelta held -> held.market();
            case LineEvent.Snapshot snapshot -> snapshot.market();
            case LineEvent.TradeSeen seen -> seen.trade().market();
            case LineEvent.TickerSeen seen -> seen.ticker().market();
            case LineEvent.BookTold told -> told.market();
            default -> null;
        };
    }

    static void write(BinaryRows rows, int boot, LineEvent event, ToIntFunction<String> keys) throws SQLException {
        rows.row(COLUMN_COUNT);
        rows.int64(event.n());
        rows.int64(event.receivedAtMicros());
        switch (event.body()) {
            case LineEvent.Delta delta -> delta(rows, boot, event, delta.change(), keys.applyAsInt(delta.market()));
            case LineEvent.HeldDelta held -> held(rows, boot, event, held, keys.applyAsInt(held.market()));
            default -> other(rows, boot, event, keys);
        }
    }

    private static void delta(BinaryRows rows, int boot, LineEvent event, BookChange change, int market)
            throws SQLException {
        rows.int64OrNothing(change.exchangeMicros(), Times.ABSENT);
        rows.int64(change.deltaHundredths());
        rows.int64(change.sizeAfter());
        rows.int64(change.bookHash());
        place(rows, boot, event);
        rows.int32(market);
        rows.int32(change.priceMicros());
        kind(rows, event);
        rows.int16(change.side().bit());
        rows.nothing();
    }

    private static void held(BinaryRows rows, int boot, LineEvent event, LineEvent.HeldDelta held, int market)
            throws SQLException {
        rows.int64OrNothing(held.exchangeMicros(), Times.ABSENT);
        rows.int64(held.deltaHundredths());
        rows.nothing();
        rows.nothing();
        place(rows, boot, event);
        rows.int32(market);
        rows.int32(held.priceMicros());
        kind(rows, event);
        rows.int16(held.side().bit());
        rows.nothing();
    }

    private static void other(BinaryRows rows, int boot, LineEvent event, ToIntFunction<String> keys)
            throws SQLException {
        LineEvent.Body body = event.body();
        @Nullable Trade trade = body instanceof LineEvent.TradeSeen seen ? seen.trade() : null;
        rows.int64OrNothing(exchangeMicros(body), Times.ABSENT);
        rows.nothing();
        rows.nothing();
        switch (body) {
            case LineEvent.Snapshot snapshot -> rows.int64(snapshot.hash());
            case LineEvent.BookTold told -> rows.int64(told.hash());
            default -> rows.nothing();
        }
        place(rows, boot, event);
        String market = market(body);
        if (market == null) {
            rows.nothing();
        } else {
            rows.int32(keys.applyAsInt(market));
        }
        if (trade == null) {
            rows.nothing();
        } else {
            rows.int32(trade.yesPriceMicros());
        }
        kind(rows, event);
        @Nullable Side taker = trade == null ? null : trade.takerSide();
        if (taker == null) {
            rows.nothing();
        } else {
            rows.int16(taker.bit());
        }
        rows.bytes(RowContent.of(body));
    }

    private static void place(BinaryRows rows, int boot, LineEvent event) {
        rows.int32(boot);
        rows.int32(event.connection());
        rows.int32(event.sid());
    }

    private static void kind(BinaryRows rows, LineEvent event) {
        rows.int16(RowKind.of(event.body()).code());
        BreakReason breakBefore = event.breakBefore();
        if (breakBefore == null) {
            rows.nothing();
        } else {
            rows.int16(breakBefore.code());
        }
    }

    private static long exchangeMicros(LineEvent.Body body) {
        return switch (body) {
            case LineEvent.Snapshot snapshot -> snapshot.exchangeMicros();
            case LineEvent.TradeSeen seen -> seen.trade().exchangeMicros();
            case LineEvent.TickerSeen seen -> seen.ticker().exchangeMicros();
            case LineEvent.LifecycleSeen seen -> seen.lifecycle().exchangeMicros();
            default -> Times.ABSENT;
        };
    }
}

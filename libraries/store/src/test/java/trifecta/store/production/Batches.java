package trifecta.store.production;

import java.util.UUID;
import trifecta.market.BookChange;
import trifecta.market.Position;
import trifecta.market.Side;
import trifecta.market.Trade;
import trifecta.store.Incarnation;
import trifecta.store.LineCursor;
import trifecta.store.production.ProductionBatch.BookRow;
import trifecta.store.production.ProductionBatch.CursorMove;
import trifecta.store.production.ProductionBatch.TradeRow;
import trifecta.store.production.ProductionBatch.TradeSource;

/** Rows for tests, at a fixed time: 2026-08-10T22:52:07.500001Z. */
final class Batches {
    static final long TIME = 1_786_402_327_500_001L;
    static final Incarnation INCARNATION = new Incarnation(new UUID(1, 2), -77, 3);

    private Batches() {}

    static LineCursor cursor(int boot, long n) {
        return new LineCursor(INCARNATION, new Position(boot, n), 1000L * boot + n);
    }

    static CursorMove move(int line, LineCursor from, LineCursor to) {
        return new CursorMove(line, from, to, new byte[] {(byte) line, 1, 2});
    }

    static BookRow delta(String market, long seq) {
        return delta(market, seq, TIME);
    }

    static BookRow delta(String market, long seq, long exchangeMicros) {
        BookChange change = new BookChange(exchangeMicros, Side.YES, 561_234, -5_401, 123_456, Long.MIN_VALUE + seq);
        return new BookRow(market, seq, false, change, 2, 0b010, TIME + 80_000);
    }

    static BookRow replaced(String market, long seq) {
        return new BookRow(market, seq, true, new BookChange(TIME, Side.NO, 0, 0, 0, 99), 1, 0b101, TIME + 80_000);
    }

    static TradeRow trade(long seq, String id, long count) {
        return trade(seq, id, count, TIME, TradeSource.WEBSOCKET);
    }

    static TradeRow trade(long seq, String id, long count, long exchangeMicros, TradeSource source) {
        Trade trade = new Trade(
                id,
                "MARKET-A",
                exchangeMicros,
                560_000,
                440_000,
                count,
                Side.NO,
                source == TradeSource.REST ? null : "ask",
                false);
        return new TradeRow(seq, trade, source, 1, TIME + 90_000);
    }
}

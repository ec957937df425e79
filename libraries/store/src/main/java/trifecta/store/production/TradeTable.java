package trifecta.store.production;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import trifecta.market.Position;
import trifecta.market.Side;
import trifecta.market.Trade;
import trifecta.store.postgres.Columns;
import trifecta.store.postgres.MarketKeys;
import trifecta.store.postgres.SafeText;
import trifecta.store.production.ProductionBatch.Quarantined;
import trifecta.store.production.ProductionBatch.TradeRow;

/**
 * Writes trades, keyed by the exchange's id alone. An id that is there already is looked up: with the same content it is the same
 * trade, with another one it is set aside.
 */
final class TradeTable {
    private static final String INSERT = """
            INSERT INTO store.trades (seq, exchange_ts, received_ts, count, batch, market_key, yes_price, no_price,
                taker_side, source, line, block_trade, taker_book_side, trade_id)
            SELECT w.seq, %s, %s, w.count, ?, w.market_key, w.yes_price, w.no_price, w.taker_side, w.source, w.line,
                w.block_trade, w.taker_book_side, w.trade_id
            FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS w (seq, exchange_us, received_us, count, market_key,
                yes_price, no_price, taker_side, source, line, block_trade, taker_book_side, trade_id)
            ON CONFLICT (trade_id) DO NOTHING
            RETURNING trade_id, seq""".formatted(Columns.time("w.exchange_us"), Columns.time("w.received_us"));

    private final MarketKeys keys;

    TradeTable(MarketKeys keys) {
        this.keys = keys;
    }

    /** What became of the trades of a batch. */
    record Outcome(int inserted, int repeated, List<Quarantined> conflicts) {}

    Outcome insert(Connection connection, List<TradeRow> trades, long batch) throws SQLException {
        if (trades.isEmpty()) {
            return new Outcome(0, 0, List.of());
        }
        Set<Numbered> inserted = insertMissing(connection, trades, batch);
        List<TradeRow> rest = new ArrayList<>();
        for (TradeRow trade : trades) {
            if (!inserted.contains(new Numbered(trade.trade().tradeId(), trade.seq()))) {
                rest.add(trade);
            }
        }
        List<Quarantined> conflicts = rest.isEmpty() ? List.of() : conflicts(connection, rest);
        return new Outcome(inserted.size(), rest.size() - conflicts.size(), conflicts);
    }

    /** Fetched trades may share a number, an id may come twice in a batch. */
    private record Numbered(String tradeId, long seq) {}

    private Set<Numbered> insertMissing(Connection connection, List<TradeRow> trades, long batch) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setLong(1, batch);
            new Columns<>(statement, trades)
                    .skip(1)
                    .of("bigint", TradeRow::seq)
                    .micros(row -> row.trade().exchangeMicros())
                    .micros(TradeRow::receivedAtMicros)
                    .of("bigint", row -> row.trade().countHundredths())
                    .of("integer", row -> keys.key(row.trade().market()))
                    .of("integer", row -> row.trade().yesPriceMicros())
                    .of("integer", row -> row.trade().noPriceMicros())
                    .of("smallint", row -> bit(row.trade().takerSide()))
                    .of("smallint", row -> row.source().code())
                    .of("smallint", TradeRow::line)
                    .of("boolean", row -> row.trade().blockTrade())
                    .text(row -> row.trade().takerBookSide())
                    .text(row -> row.trade().tradeId());
            Set<Numbered> inserted = new HashSet<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    inserted.add(new Numbered(SafeText.unescape(rows.getString(1)), rows.getLong(2)));
                }
            }
            return inserted;
        }
    }

    private List<Quarantined> conflicts(Connection connection, List<TradeRow> rest) throws SQLException {
        Map<String, Content> stored = stored(connection, rest);
        List<Quarantined> conflicts = new ArrayList<>();
        for (TradeRow row : rest) {
            Content there = stored.get(row.trade().tradeId());
            if (there == null || !there.agrees(content(row.trade()))) {
                conflicts.add(new Quarantined(
                        row.line(),
                        Position.START,
                        "trade: its id is taken by other content",
                        row + " against " + there));
            }
        }
        return conflicts;
    }

    private static Map<String, Content> stored(Connection connection, List<TradeRow> rest) throws SQLException {
        Map<String, Content> stored = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT trade_id, market_key, yes_price, no_price, count, taker_side, taker_book_side
                FROM store.trades WHERE trade_id = ANY (?)""")) {
            new Columns<>(statement, rest).text(row -> row.trade().tradeId());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    stored.put(
                            SafeText.unescape(row.getString(1)),
                            new Content(
                                    row.getInt(2),
                                    row.getInt(3),
                                    row.getInt(4),
                                    row.getLong(5),
                                    row.getObject(6, Integer.class),
                                    row.getString(7)));
                }
            }
        }
        return stored;
    }

    private Content content(Trade trade) {
        return new Content(
                keys.key(trade.market()),
                trade.yesPriceMicros(),
                trade.noPriceMicros(),
                trade.countHundredths(),
                bit(trade.takerSide()),
                trade.takerBookSide());
    }

    private static @Nullable Integer bit(@Nullable Side side) {
        return side == null ? null : side.bit();
    }

    /**
     * What makes a trade the same. Its time does not: WebSocket gives milliseconds (older frames seconds), REST microseconds. Nor do
     * fields that one of the two sources leaves out.
     */
    private record Content(
            int market,
            int yesPrice,
            int noPrice,
            long count,
            @Nullable Integer taker,
            @Nullable String takerBookSide) {
        boolean agrees(Content other) {
            return market == other.market
                    && yesPrice == other.yesPrice
                    && noPrice == other.noPrice
                    && count == other.count
                    && compatible(taker, other.taker)
                    && compatible(takerBookSide, other.takerBookSide);
        }

        private static boolean compatible(@Nullable Object one, @Nullable Object other) {
            return one == null || other == null || one.equals(other);
        }
    }
}

package trifecta.store.production;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.ToLongFunction;
import trifecta.market.Ticker;
import trifecta.market.Times;
import trifecta.store.postgres.Columns;
import trifecta.store.postgres.MarketKeys;
import trifecta.store.production.ProductionBatch.TickerRow;

/** Writes tickers: the union of what the lines bring, by market, time and content. */
final class TickerTable {
    private static final String INSERT = """
            INSERT INTO store.tickers (exchange_ts, received_ts, content_hash, price, yes_bid, yes_ask, volume,
                open_interest, dollar_volume, dollar_open_interest, yes_bid_size, yes_ask_size, last_trade_size, batch,
                market_key, line)
            SELECT %s, %s, w.content_hash, w.price, w.yes_bid, w.yes_ask, w.volume, w.open_interest, w.dollar_volume,
                w.dollar_open_interest, w.yes_bid_size, w.yes_ask_size, w.last_trade_size, ?, w.market_key, w.line
            FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS w (exchange_us, received_us, content_hash, price,
                yes_bid, yes_ask, volume, open_interest, dollar_volume, dollar_open_interest, yes_bid_size, yes_ask_size,
                last_trade_size, market_key, line)
            ON CONFLICT (market_key, exchange_ts, content_hash) DO NOTHING""".formatted(Columns.time("w.exchange_us"), Columns.time("w.received_us"));

    private static final List<ToLongFunction<Ticker>> FIELDS = List.of(
            Ticker::priceMicros,
            Ticker::yesBidMicros,
            Ticker::yesAskMicros,
            Ticker::volumeHundredths,
            Ticker::openInterestHundredths,
            Ticker::dollarVolumeMicros,
            Ticker::dollarOpenInterestMicros,
            Ticker::yesBidSizeHundredths,
            Ticker::yesAskSizeHundredths,
            Ticker::lastTradeSizeHundredths);

    private final MarketKeys keys;
    private final DayPartitions partitions = new DayPartitions("store.tickers", "");

    TickerTable(MarketKeys keys) {
        this.keys = keys;
    }

    /** Makes sure of the partitions that the rows need. Commits. */
    void prepare(Connection connection, List<TickerRow> rows) throws SQLException {
        for (TickerRow row : rows) {
            if (row.ticker().exchangeMicros() != Times.ABSENT) {
                partitions.prepare(connection, DayPartitions.day(row.ticker().exchangeMicros()));
            }
        }
    }

    /** Inserts those that are new and says how many. */
    int insert(Connection connection, List<TickerRow> rows, long batch) throws SQLException {
        if (rows.isEmpty()) {
            return 0;
        }
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setLong(1, batch);
            Columns<TickerRow> columns = new Columns<>(statement, rows)
                    .skip(1)
                    .micros(row -> row.ticker().exchangeMicros())
                    .micros(TickerRow::receivedAtMicros)
                    .of("bigint", row -> contentHash(row.ticker()));
            for (ToLongFunction<Ticker> field : FIELDS) {
                columns.of("bigint", row -> {
                    long value = field.applyAsLong(row.ticker());
                    return value == Ticker.ABSENT ? null : value;
                });
            }
            columns.of("integer", row -> keys.key(row.ticker().market())).of("smallint", TickerRow::line);
            return statement.executeUpdate();
        }
    }

    /** Hash of the named fields: part of the key, never renewed. */
    static long contentHash(Ticker ticker) {
        long hash = 0;
        for (ToLongFunction<Ticker> field : FIELDS) {
            hash = (hash ^ field.applyAsLong(ticker)) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 32;
        }
        return hash;
    }
}

package trifecta.cli.look;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import trifecta.market.Times;
import trifecta.service.Clocks;

/** Questions to production's public views. */
final class PublicViews {
    /** Trades of all markets that say which are active now: read in a tenth of a second. */
    static final int LATEST_TRADES = 100_000;

    private static final String TRADES = """
            SELECT trade_id, coalesce(exchange_ts, received_ts) AS at, yes_price, count, taker_side, block_trade, source
            FROM public.trades
            WHERE market_ticker = ? AND coalesce(exchange_ts, received_ts) >= ? AND coalesce(exchange_ts, received_ts) < ?
            ORDER BY at DESC, seq DESC LIMIT ?""";

    private static final String MARKETS = """
            WITH lately AS (
                SELECT market_ticker, count(*) AS trades
                FROM (SELECT market_ticker FROM public.trades ORDER BY seq DESC LIMIT ?) latest GROUP BY market_ticker)
            SELECT m.market_ticker, m.event_ticker, m.title, m.yes_sub_title, m.status, m.open_time, m.close_time, m.volume,
                   coalesce(l.trades, 0) AS trades, count(*) OVER () AS found
            FROM public.markets m LEFT JOIN lately l USING (market_ticker)
            WHERE (?::text IS NULL
                   OR position(lower(?) IN lower(concat_ws(' ', m.market_ticker, m.event_ticker, m.title, m.yes_sub_title))) > 0)
              AND (?::text IS NULL OR m.status = ?)
            ORDER BY\s""";

    private final Connection connection;

    PublicViews(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setReadOnly(true);
    }

    /** Whether production knows the market. */
    boolean has(String ticker) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT FROM public.markets WHERE market_ticker = ?")) {
            statement.setString(1, ticker);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    /** The latest trades of a market from an instant on and before another, oldest first. */
    List<TradeRow> trades(String ticker, long fromMicros, long beforeMicros, int most) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TRADES)) {
            statement.setString(1, ticker);
            statement.setObject(2, time(fromMicros));
            statement.setObject(3, time(beforeMicros));
            statement.setInt(4, most);
            List<TradeRow> trades = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    trades.add(new TradeRow(
                            row.getString(1),
                            micros(row, 2),
                            Amount.price(row.getBigDecimal(3)),
                            row.getBigDecimal(4),
                            row.getString(5),
                            row.getBoolean(6),
                            row.getString(7)));
                }
            }
            Collections.reverse(trades);
            return trades;
        }
    }

    /** Markets with a word in their names, the first of an order. */
    List<MarketRow> markets(@Nullable String word, @Nullable String status, MarketOrder order, int most)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(MARKETS + order.sql() + ", m.market_ticker LIMIT ?")) {
            statement.setInt(1, LATEST_TRADES);
            statement.setString(2, word);
            statement.setString(3, word);
            statement.setString(4, status);
            statement.setString(5, status);
            statement.setInt(6, most);
            List<MarketRow> markets = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    markets.add(new MarketRow(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            row.getString(5),
                            micros(row, 6),
                            micros(row, 7),
                            row.getBigDecimal(8),
                            row.getLong(9),
                            row.getLong(10)));
                }
            }
            return markets;
        }
    }

    private static OffsetDateTime time(long micros) {
        return OffsetDateTime.ofInstant(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), ZoneOffset.UTC);
    }

    private static long micros(ResultSet row, int column) throws SQLException {
        @Nullable OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? Times.ABSENT : Clocks.micros(time.toInstant());
    }
}

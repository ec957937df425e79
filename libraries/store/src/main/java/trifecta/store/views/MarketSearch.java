package trifecta.store.views;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import trifecta.store.postgres.SafeText;

/**
 * One search over all markets. Those found are looked up one by one as long as they are few; else the page is filled from the active
 * ones, and only where these do not suffice or another order is wanted, from all. For one transaction.
 */
final class MarketSearch {
    /** Trades of all markets that say which are active now: counted in a twentieth of a second. */
    static final int LATEST_TRADES = 100_000;

    /** Beyond so many they are not counted, nor looked up one by one. */
    static final int COUNTED_MAX = 10_000;

    private static final String MATCHING = """
            SELECT market_key FROM store.market_words
            WHERE (?::text IS NULL OR position(? IN words) > 0) AND (?::text IS NULL OR status = ?)""";

    /** Of the chosen markets the first ones, and of these alone what each costs a look of its own. */
    private static final String PAGE = """
            WITH lately AS (
                SELECT market_key, count(*) AS trades
                FROM (SELECT market_key FROM store.trades ORDER BY seq DESC LIMIT ?) latest GROUP BY market_key),
            page AS (
                SELECT m.*, coalesce(l.trades, 0) AS trades
                FROM (@chosen) chosen JOIN store.markets m USING (market_key) @outer JOIN lately l USING (market_key)
                ORDER BY @order, m.ticker LIMIT ?)
            SELECT m.ticker, m.event_ticker, m.title, m.yes_sub_title, m.status, m.open_time, m.close_time,
                   (m.volume::numeric / 100)::numeric(20, 2), m.trades,
                   (last.yes_price::numeric / 1000000)::numeric(12, 6), last.at
            FROM page m
            LEFT JOIN LATERAL (SELECT t.yes_price, coalesce(t.exchange_ts, t.received_ts) AS at FROM store.trades t
                               WHERE t.market_key = m.market_key
                               ORDER BY coalesce(t.exchange_ts, t.received_ts) DESC, t.seq DESC LIMIT 1) last ON true
            ORDER BY @order, m.ticker""";

    private final Connection connection;
    private final @Nullable String word;
    private final @Nullable String status;

    MarketSearch(Connection connection, @Nullable String word, @Nullable String status) {
        this.connection = connection;
        this.word = word == null || word.isBlank() ? null : fold(SafeText.escape(word.strip()));
        this.status = status;
    }

    /** As the collation "C" folds, in which the words are stored: the letters of ASCII only. */
    private static String fold(String word) {
        StringBuilder folded = new StringBuilder(word);
        for (int i = 0; i < folded.length(); i++) {
            char letter = folded.charAt(i);
            if (letter >= 'A' && letter <= 'Z') {
                folded.setCharAt(i, (char) (letter - 'A' + 'a'));
            }
        }
        return folded.toString();
    }

    ProductionViews.Found first(MarketOrder order, int most) throws SQLException {
        Integer[] keys = keys();
        if (keys.length <= COUNTED_MAX) {
            return new ProductionViews.Found(chosen(keys, order, most), keys.length, false);
        }
        List<MarketRow> page = order == MarketOrder.ACTIVITY ? matching("", order, most) : List.of();
        if (page.size() < most) {
            page = matching("LEFT", order, most);
        }
        return new ProductionViews.Found(page, COUNTED_MAX, true);
    }

    /** Those that match, one more than are counted. */
    private Integer[] keys() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(MATCHING + " LIMIT ?")) {
            bindMatching(statement, 1);
            statement.setInt(5, COUNTED_MAX + 1);
            List<Integer> keys = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    keys.add(row.getInt(1));
                }
            }
            return keys.toArray(Integer[]::new);
        }
    }

    private List<MarketRow> chosen(Integer[] keys, MarketOrder order, int most) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(page("SELECT unnest(?::int[]) AS market_key", "LEFT", order))) {
            statement.setInt(1, LATEST_TRADES);
            statement.setArray(2, connection.createArrayOf("int4", keys));
            statement.setInt(3, most);
            return rows(statement);
        }
    }

    /**
     * @param outer LEFT: those without a trade of late as well
     */
    private List<MarketRow> matching(String outer, MarketOrder order, int most) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(page(MATCHING, outer, order))) {
            statement.setInt(1, LATEST_TRADES);
            bindMatching(statement, 2);
            statement.setInt(6, most);
            return rows(statement);
        }
    }

    private static String page(String chosen, String outer, MarketOrder order) {
        return PAGE.replace("@chosen", chosen).replace("@outer", outer).replace("@order", order.sql());
    }

    private void bindMatching(PreparedStatement statement, int from) throws SQLException {
        statement.setString(from, word);
        statement.setString(from + 1, word);
        statement.setString(from + 2, status);
        statement.setString(from + 3, status);
    }

    private static List<MarketRow> rows(PreparedStatement statement) throws SQLException {
        List<MarketRow> markets = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                markets.add(new MarketRow(
                        SafeText.unescape(row.getString(1)),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        TimeText.micros(row, 6),
                        TimeText.micros(row, 7),
                        row.getBigDecimal(8),
                        row.getLong(9),
                        row.getBigDecimal(10),
                        TimeText.micros(row, 11)));
            }
        }
        return markets;
    }
}

package trifecta.store.views;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import trifecta.store.postgres.SafeText;

/**
 * All that the exchange told of a market, and how often what it showed agreed with what is here; null where it was not told.
 *
 * @param volume contracts traded, when last told
 * @param checks by source
 */
public record MarketFacts(
        String ticker,
        @Nullable String event,
        @Nullable String title,
        @Nullable String yesMeans,
        @Nullable String noMeans,
        @Nullable String status,
        long openMicros,
        long closeMicros,
        @Nullable String result,
        @Nullable BigDecimal volume,
        @Nullable BigDecimal openInterest,
        @Nullable String rules,
        List<Check> checks) {
    private static final String FACTS = """
            SELECT market_ticker, event_ticker, title, yes_sub_title, no_sub_title, status, open_time, close_time, result,
                   volume, open_interest, rules
            FROM public.markets WHERE market_ticker = ?""";

    private static final String CHECKS = """
            SELECT source, agreed, disagreed, last_agreed_ts, last_disagreed_ts FROM public.book_checks
            WHERE market_ticker = ? ORDER BY source""";

    /**
     * How often books of the exchange agreed with those that were captured.
     *
     * @param source websocket or rest
     * @param lastAgreedMicros {@link trifecta.market.Times#ABSENT}: none did
     * @param lastDisagreedMicros {@link trifecta.market.Times#ABSENT}: all agreed
     */
    public record Check(String source, long agreed, long disagreed, long lastAgreedMicros, long lastDisagreedMicros) {
        Map<String, @Nullable Object> json() {
            Map<String, @Nullable Object> json = new LinkedHashMap<>();
            json.put("source", source);
            json.put("agreed", agreed);
            json.put("disagreed", disagreed);
            json.put("last_agreed", TimeText.isoOrNull(lastAgreedMicros));
            json.put("last_disagreed", TimeText.isoOrNull(lastDisagreedMicros));
            return json;
        }
    }

    public MarketFacts {
        checks = List.copyOf(checks);
    }

    static Optional<MarketFacts> of(Connection connection, String ticker) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FACTS)) {
            statement.setString(1, SafeText.escape(ticker));
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                return Optional.of(new MarketFacts(
                        SafeText.unescape(row.getString(1)),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        TimeText.micros(row, 7),
                        TimeText.micros(row, 8),
                        row.getString(9),
                        row.getBigDecimal(10),
                        row.getBigDecimal(11),
                        row.getString(12),
                        checks(connection, ticker)));
            }
        }
    }

    private static List<Check> checks(Connection connection, String ticker) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CHECKS)) {
            statement.setString(1, SafeText.escape(ticker));
            List<Check> checks = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    checks.add(new Check(
                            row.getString(1),
                            row.getLong(2),
                            row.getLong(3),
                            TimeText.micros(row, 4),
                            TimeText.micros(row, 5)));
                }
            }
            return checks;
        }
    }

    /** For machines. */
    public Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("market_ticker", ticker);
        json.put("event_ticker", event);
        json.put("title", title);
        json.put("yes_sub_title", yesMeans);
        json.put("no_sub_title", noMeans);
        json.put("status", status);
        json.put("open_time", TimeText.isoOrNull(openMicros));
        json.put("close_time", TimeText.isoOrNull(closeMicros));
        json.put("result", result);
        json.put("volume", volume);
        json.put("open_interest", openInterest);
        json.put("rules", rules);
        json.put("checks", checks.stream().map(Check::json).toList());
        return json;
    }
}

package trifecta.store.views;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A market as the public view shows it; null where the exchange has not told yet.
 *
 * @param volume contracts traded, when last told
 * @param trades among the latest 100,000 trades of all markets
 * @param lastPrice of the last trade, dollars of YES
 * @param lastTradeMicros its time; {@link trifecta.market.Times#ABSENT}: none yet
 */
public record MarketRow(
        String ticker,
        @Nullable String event,
        @Nullable String title,
        @Nullable String yesMeans,
        @Nullable String status,
        long openMicros,
        long closeMicros,
        @Nullable BigDecimal volume,
        long trades,
        @Nullable BigDecimal lastPrice,
        long lastTradeMicros) {
    /** A title that ends with one of these is a sentence. */
    private static final String ENDED = "?.!";

    /** The title and what YES means in it, as far as they are known. */
    public String words() {
        String text = title == null ? "" : title;
        return yesMeans == null || yesMeans.isEmpty() || text.contains(yesMeans)
                ? text
                : text.isEmpty()
                        ? yesMeans
                        : text + (ENDED.contains(text.substring(text.length() - 1)) ? " " : ": ") + yesMeans;
    }

    /** For machines. */
    public Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("market_ticker", ticker);
        json.put("event_ticker", event);
        json.put("status", status);
        json.put("title", title);
        json.put("yes_sub_title", yesMeans);
        json.put("open_time", TimeText.isoOrNull(openMicros));
        json.put("close_time", TimeText.isoOrNull(closeMicros));
        json.put("volume", volume);
        json.put("latest_trades", trades);
        json.put("last_price", lastPrice == null ? null : Amount.price(lastPrice));
        json.put("last_trade_ts", TimeText.isoOrNull(lastTradeMicros));
        return json;
    }
}

package trifecta.cli.look;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A market as the public view shows it; null where the exchange has not told yet.
 *
 * @param volume contracts traded, when last told
 * @param trades among the latest trades of all markets
 * @param found markets that the question found, this one among them
 */
record MarketRow(
        String ticker,
        @Nullable String event,
        @Nullable String title,
        @Nullable String yesMeans,
        @Nullable String status,
        long openMicros,
        long closeMicros,
        @Nullable BigDecimal volume,
        long trades,
        long found) {
    /** The title and what YES means in it, as far as they are known. */
    String words() {
        String text = title == null ? "" : title;
        return yesMeans == null || yesMeans.isEmpty() || text.contains(yesMeans)
                ? text
                : text.isEmpty() ? yesMeans : text + ": " + yesMeans;
    }

    /** For machines. */
    Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("market_ticker", ticker);
        json.put("event_ticker", event);
        json.put("status", status);
        json.put("title", title);
        json.put("yes_sub_title", yesMeans);
        json.put("open_time", Said.blankAsNull(TimeText.iso(openMicros)));
        json.put("close_time", Said.blankAsNull(TimeText.iso(closeMicros)));
        json.put("volume", volume);
        json.put("latest_trades", trades);
        return json;
    }
}

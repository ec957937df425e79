package trifecta.store.views;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A trade as the public view shows it.
 *
 * @param micros the exchange's time, or where that is absent the time of receipt
 * @param takerSide null where it was not given
 */
public record TradeRow(
        String id,
        long micros,
        BigDecimal yesPrice,
        BigDecimal count,
        @Nullable String takerSide,
        boolean block,
        String source) {
    /** For machines. */
    public Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("trade_id", id);
        json.put("exchange_ts", TimeText.iso(micros));
        json.put("yes_price", yesPrice);
        json.put("count", count);
        json.put("taker_side", takerSide);
        json.put("block_trade", block);
        json.put("source", source);
        return json;
    }
}

package trifecta.exchange;

import java.util.Set;
import trifecta.exchange.RestQuery.BadRequest;

/** Trades of one market summed up by periods, as far as they are still held. */
final class Candlesticks {
    private static final Set<Long> PERIODS_MINUTES = Set.of(1L, 60L, 1440L);
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long MICROS_PER_MINUTE = 60 * MICROS_PER_SECOND;

    private long endMicros;
    private long open;
    private long high;
    private long low;
    private long close;
    private long volume;
    private String separator = "";

    private Candlesticks() {}

    /** Appends an object with the candles between {@code start_ts} and {@code end_ts}, periods without trades left out. */
    static TextBuffer ofMarket(TextBuffer out, Market market, RestQuery query) {
        long period = query.number("period_interval", 1);
        if (!PERIODS_MINUTES.contains(period)) {
            throw new BadRequest("period_interval must be 1, 60 or 1440");
        }
        long from = query.seconds("start_ts", Long.MIN_VALUE);
        long to = query.seconds("end_ts", Long.MAX_VALUE);
        out.text("{\"market_ticker\":").json(market.ticker()).text(",\"candlesticks\":[");
        Candlesticks candles = new Candlesticks();
        for (PastTrade past : market.trades()) {
            long micros = past.trade().exchangeMicros();
            if (micros >= from && micros <= to) {
                candles.add(out, past, period * MICROS_PER_MINUTE);
            }
        }
        candles.write(out);
        return out.text("]}");
    }

    private void add(TextBuffer out, PastTrade past, long periodMicros) {
        long price = past.trade().yesPriceMicros();
        long end = (Math.floorDiv(past.trade().exchangeMicros(), periodMicros) + 1) * periodMicros;
        if (end != endMicros) {
            write(out);
            endMicros = end;
            open = price;
            high = price;
            low = price;
            volume = 0;
        }
        high = Math.max(high, price);
        low = Math.min(low, price);
        close = price;
        volume += past.trade().countHundredths();
    }

    private void write(TextBuffer out) {
        if (endMicros == 0) {
            return;
        }
        out.text(separator).text("{\"end_period_ts\":").number(endMicros / MICROS_PER_SECOND);
        out.text(",\"price\":{\"open_dollars\":\"").dollars(open).text('"');
        RestJson.dollars(out, "high_dollars", high);
        RestJson.dollars(out, "low_dollars", low);
        RestJson.dollars(out, "close_dollars", close);
        out.text('}');
        RestJson.contracts(out, "volume_fp", volume);
        out.text('}');
        separator = ",";
    }
}

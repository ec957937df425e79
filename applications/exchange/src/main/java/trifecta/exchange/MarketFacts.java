package trifecta.exchange;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * What never changes about a market.
 *
 * @param marketId the exchange's UUID of it
 */
record MarketFacts(
        String ticker,
        String marketId,
        String eventTicker,
        String seriesTicker,
        String title,
        PriceStructure prices,
        long createdMicros,
        long openMicros) {

    /** Facts about a market of which only the ticker is known: SERIES-EVENT-MARKET. */
    static MarketFacts ofTicker(String ticker, PriceStructure prices, long openMicros) {
        int lastDash = ticker.lastIndexOf('-');
        String event = lastDash > 0 ? ticker.substring(0, lastDash) : ticker;
        int firstDash = ticker.indexOf('-');
        String series = firstDash > 0 ? ticker.substring(0, firstDash) : ticker;
        String id =
                UUID.nameUUIDFromBytes(ticker.getBytes(StandardCharsets.UTF_8)).toString();
        return new MarketFacts(ticker, id, event, series, ticker, prices, openMicros, openMicros);
    }
}

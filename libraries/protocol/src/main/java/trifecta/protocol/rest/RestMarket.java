package trifecta.protocol.rest;

import java.util.List;
import org.jspecify.annotations.Nullable;
import trifecta.market.Ticker;
import trifecta.market.Times;

/**
 * A market's metadata. Texts that were not given are empty, times {@link Times#ABSENT}, prices and counts {@link Ticker#ABSENT}.
 *
 * @param statusText as sent
 * @param status null where the exchange uses a word that this client does not know
 * @param result {@code yes}, {@code no}, or empty while there is none
 * @param floorStrike as decimal text, since strikes have any unit
 * @param priceRanges steps of the price grid
 */
public record RestMarket(
        String ticker,
        String eventTicker,
        String seriesTicker,
        String title,
        String yesSubTitle,
        String noSubTitle,
        String marketType,
        String statusText,
        @Nullable MarketStatus status,
        String result,
        long createdMicros,
        long openMicros,
        long closeMicros,
        long expirationMicros,
        long settlementMicros,
        long updatedMicros,
        String strikeType,
        String floorStrike,
        String capStrike,
        String expirationValue,
        String priceLevelStructure,
        List<PriceRange> priceRanges,
        long lastPriceMicros,
        long yesBidMicros,
        long yesAskMicros,
        long volumeHundredths,
        long openInterestHundredths) {

    /** From {@code start} to {@code end} prices are multiples of {@code step}. */
    public record PriceRange(long startMicros, long endMicros, long stepMicros) {}
}

package trifecta.market;

/**
 * A market's summary as the ticker channel sends it: unsequenced states, never called complete.
 *
 * <p>Prices and dollar amounts in micro-dollars, counts in hundredths; {@link #ABSENT} where the frame had none.
 */
public record Ticker(
        String market,
        long exchangeMicros,
        long priceMicros,
        long yesBidMicros,
        long yesAskMicros,
        long volumeHundredths,
        long openInterestHundredths,
        long dollarVolumeMicros,
        long dollarOpenInterestMicros,
        long yesBidSizeHundredths,
        long yesAskSizeHundredths,
        long lastTradeSizeHundredths) {
    public static final long ABSENT = Long.MIN_VALUE;
}

package trifecta.protocol.rest;

import java.util.List;
import trifecta.market.Times;

/**
 * An event: the question that its markets belong to. Texts that were not given are empty, times {@link Times#ABSENT}.
 *
 * @param markets empty unless asked for with {@code with_nested_markets}
 */
public record RestEvent(
        String ticker,
        String seriesTicker,
        String title,
        String subTitle,
        String category,
        boolean mutuallyExclusive,
        long strikeMicros,
        String strikePeriod,
        long updatedMicros,
        List<RestMarket> markets) {}

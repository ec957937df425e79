package trifecta.market;

import org.jspecify.annotations.Nullable;

/**
 * One trade. Its identity is {@code tradeId} alone: WebSocket gives its time in milliseconds, REST in microseconds.
 *
 * @param tradeId the exchange's UUID, lower case
 * @param exchangeMicros {@link Times#ABSENT} where not given
 * @param takerSide the outcome side that the taker bought; null where not given
 * @param takerBookSide "bid" or "ask"; null on older frames
 */
public record Trade(
        String tradeId,
        String market,
        long exchangeMicros,
        int yesPriceMicros,
        int noPriceMicros,
        long countHundredths,
        @Nullable Side takerSide,
        @Nullable String takerBookSide,
        boolean blockTrade) {}

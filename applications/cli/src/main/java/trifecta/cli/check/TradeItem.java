package trifecta.cli.check;

import org.jspecify.annotations.Nullable;
import trifecta.market.Side;

/** A trade as the exchange reported it. */
record TradeItem(
        long index,
        long wallMicros,
        String tradeId,
        String market,
        long exchangeMicros,
        int yesPriceMicros,
        long countHundredths,
        @Nullable Side takerSide,
        boolean skewed,
        Delivery delivery) {}

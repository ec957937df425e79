package trifecta.cli.check;

import org.jspecify.annotations.Nullable;
import trifecta.market.Side;

/**
 * A trade as the exchange reported it.
 *
 * @param silent it was withheld, and at least one line could not see that
 * @param skewed a line was told another time than the true one
 */
record TradeItem(
        long index,
        long wallMicros,
        String tradeId,
        String market,
        long exchangeMicros,
        int yesPriceMicros,
        long countHundredths,
        @Nullable Side takerSide,
        Delivery delivery,
        boolean silent,
        boolean skewed) {}

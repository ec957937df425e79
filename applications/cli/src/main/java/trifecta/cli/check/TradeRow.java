package trifecta.cli.check;

import org.jspecify.annotations.Nullable;
import trifecta.market.Side;

/**
 * A row of production's trades.
 *
 * @param backfilled it came by REST: with its own precision of time, and in no order
 */
record TradeRow(
        long seq,
        String tradeId,
        long exchangeMicros,
        int yesPriceMicros,
        long countHundredths,
        @Nullable Side takerSide,
        boolean backfilled) {}

package trifecta.cli.probe;

import trifecta.market.Trade;

/**
 * A trade as one connection delivered it.
 *
 * @param receivedAtMicros when this machine read it
 */
record SeenTrade(long receivedAtMicros, Trade trade) {}

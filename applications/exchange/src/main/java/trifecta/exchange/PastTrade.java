package trifecta.exchange;

import trifecta.market.Trade;

/**
 * A trade kept for REST.
 *
 * @param serial rises by one with each trade of the exchange
 */
record PastTrade(long serial, Trade trade) {}

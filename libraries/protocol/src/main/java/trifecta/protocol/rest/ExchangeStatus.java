package trifecta.protocol.rest;

import trifecta.market.Times;

/**
 * Whether the exchange works.
 *
 * @param estimatedResumeMicros {@link Times#ABSENT} where not given
 */
public record ExchangeStatus(boolean exchangeActive, boolean tradingActive, long estimatedResumeMicros) {}

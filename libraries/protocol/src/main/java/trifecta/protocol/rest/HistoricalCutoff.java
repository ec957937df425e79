package trifecta.protocol.rest;

import trifecta.market.Times;

/**
 * What is older lives under {@code /historical} only. {@link Times#ABSENT} where not given.
 *
 * @param marketsSettledMicros for markets, by their settlement
 * @param tradesCreatedMicros for trades, by their time
 */
public record HistoricalCutoff(long marketsSettledMicros, long tradesCreatedMicros) {}

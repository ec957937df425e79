package trifecta.protocol.rest;

import java.util.List;
import trifecta.market.Times;

/**
 * A series: a template of events.
 *
 * @param updatedMicros {@link Times#ABSENT} where not given
 */
public record RestSeries(
        String ticker, String title, String category, String frequency, List<String> tags, long updatedMicros) {}

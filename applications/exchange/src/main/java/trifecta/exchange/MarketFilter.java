package trifecta.exchange;

import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import trifecta.exchange.RestQuery.BadRequest;
import trifecta.market.Times;

/** Which markets a request asks for. Its parameters are read once, since a page may have to pass over a million. */
final class MarketFilter implements Predicate<Market> {
    private final @Nullable String status;
    private final @Nullable String event;
    private final @Nullable String series;
    private final Set<String> tickers;
    private final RestQuery.Range created;
    private final RestQuery.Range closes;
    private final RestQuery.Range updated;
    private final RestQuery.Range settled;
    private final boolean combosOnly;

    /** @throws BadRequest when a parameter cannot be read */
    MarketFilter(RestQuery query) {
        this.status = query.text("status").orElse(null);
        if (status != null && !MarketStatus.isFilter(status)) {
            throw new BadRequest("no status filter '" + status + "'");
        }
        this.event = query.text("event_ticker").orElse(null);
        this.series = query.text("series_ticker").orElse(null);
        this.tickers = query.texts("tickers");
        this.created = query.range("created_ts");
        this.closes = query.range("close_ts");
        this.updated = query.range("updated_ts");
        this.settled = query.range("settled_ts");
        this.combosOnly =
                query.text("mve_filter").filter(word -> !word.equals("exclude")).isPresent();
    }

    @Override
    public boolean test(Market market) {
        if (combosOnly || (status != null && !market.status().matches(status))) {
            return false;
        }
        MarketFacts facts = market.facts();
        return (event == null || event.equals(facts.eventTicker()))
                && (series == null || series.equals(facts.seriesTicker()))
                && (tickers.isEmpty() || tickers.contains(facts.ticker()))
                && created.holds(facts.createdMicros())
                && closes.holds(market.closeMicros())
                && updated.holds(market.updatedMicros())
                && (settled.isAny()
                        || (market.settledMicros() != Times.ABSENT && settled.holds(market.settledMicros())));
    }
}

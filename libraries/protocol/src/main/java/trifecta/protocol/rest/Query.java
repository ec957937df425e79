package trifecta.protocol.rest;

import java.util.ArrayList;
import java.util.List;

/** Parameters of a listing. Immutable; which of them a path takes is the exchange's matter. */
public final class Query {
    /** No filter. */
    public static final Query ALL = new Query(List.of());

    record Parameter(String name, String value) {}

    private final List<Parameter> parameters;

    private Query(List<Parameter> parameters) {
        this.parameters = parameters;
    }

    /** Items a page; the exchange allows 1000 markets or trades, 200 events. */
    public Query limit(int limit) {
        return with("limit", Integer.toString(limit));
    }

    /** As the filter names it: {@code unopened, open, paused, closed, settled}. */
    public Query status(String status) {
        return with("status", status);
    }

    public Query series(String ticker) {
        return with("series_ticker", ticker);
    }

    public Query event(String ticker) {
        return with("event_ticker", ticker);
    }

    /** One market, for trades. */
    public Query market(String ticker) {
        return with("ticker", ticker);
    }

    /** Some markets. */
    public Query markets(List<String> tickers) {
        return with("tickers", String.join(",", tickers));
    }

    /** Trades from this second on. */
    public Query from(long epochSeconds) {
        return with("min_ts", Long.toString(epochSeconds));
    }

    /** Trades until this second. */
    public Query until(long epochSeconds) {
        return with("max_ts", Long.toString(epochSeconds));
    }

    /** Changed since. */
    public Query updatedSince(long epochSeconds) {
        return with("min_updated_ts", Long.toString(epochSeconds));
    }

    /** {@code only} or {@code exclude} combos. */
    public Query combos(String filter) {
        return with("mve_filter", filter);
    }

    /** Any other parameter. */
    public Query with(String name, String value) {
        List<Parameter> more = new ArrayList<>(parameters);
        more.add(new Parameter(name, value));
        return new Query(List.copyOf(more));
    }

    List<Parameter> parameters() {
        return parameters;
    }
}

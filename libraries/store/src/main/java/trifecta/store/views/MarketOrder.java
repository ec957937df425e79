package trifecta.store.views;

import java.util.Locale;

/** By what markets are sorted. */
public enum MarketOrder {
    /** Most trades of late first. */
    ACTIVITY("trades DESC, m.volume DESC NULLS LAST"),
    /** Most contracts traded first, as the exchange told. */
    VOLUME("m.volume DESC NULLS LAST"),
    /** The next to close first. */
    CLOSE("m.close_time NULLS LAST"),
    /** By the alphabet. */
    TICKER("m.ticker");

    private final String sql;

    MarketOrder(String sql) {
        this.sql = sql;
    }

    String sql() {
        return sql;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

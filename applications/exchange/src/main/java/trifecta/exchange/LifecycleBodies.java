package trifecta.exchange;

import java.util.function.Consumer;

/** The lifecycle messages of the simulated exchange. */
final class LifecycleBodies {
    private static final String MARKET_TYPE = "market_lifecycle_v2";
    private static final String EVENT_TYPE = "event_lifecycle";

    private LifecycleBodies() {}

    static Event created(Market market, long micros) {
        MarketFacts facts = market.facts();
        return ofMarket(market, "created", micros, body -> {
            seconds(body, "open_ts", facts.openMicros());
            seconds(body, "close_ts", market.closeMicros());
            body.text(",\"price_level_structure\":").json(facts.prices().wireName());
            body.text(",\"additional_metadata\":{\"name\":").json(facts.title());
            body.text(",\"title\":").json(facts.title());
            body.text(",\"yes_sub_title\":\"Yes\",\"no_sub_title\":\"No\",\"rules_primary\":\"Simulated.\"");
            body.text(",\"can_close_early\":true,\"event_ticker\":").json(facts.eventTicker());
            body.text('}');
        });
    }

    static Event activated(Market market, long micros) {
        return ofMarket(market, "activated", micros, body -> body.text(",\"is_deactivated\":false"));
    }

    static Event deactivated(Market market, long micros) {
        return ofMarket(market, "deactivated", micros, body -> body.text(",\"is_deactivated\":true"));
    }

    static Event closeMoved(Market market, long micros) {
        return ofMarket(market, "close_date_updated", micros, body -> seconds(body, "close_ts", market.closeMicros()));
    }

    static Event determined(Market market, long micros) {
        return ofMarket(market, "determined", micros, body -> {
            body.text(",\"result\":").json(market.result());
            seconds(body, "determination_ts", micros);
        });
    }

    static Event settled(Market market, long micros) {
        return ofMarket(market, "settled", micros, body -> seconds(body, "settled_ts", micros));
    }

    /** A new event; {@code market} is its first. */
    static Event eventCreated(Market market, long micros) {
        MarketFacts facts = market.facts();
        TextBuffer body = new TextBuffer().text("{\"event_ticker\":").json(facts.eventTicker());
        body.text(",\"title\":").json(facts.title());
        body.text(",\"subtitle\":\"\",\"collateral_return_type\":\"\",\"series_ticker\":")
                .json(facts.seriesTicker());
        body.text('}');
        return new Event.LifecycleChanged(
                market, EVENT_TYPE, facts.eventTicker(), EVENT_TYPE, micros, new Body(body.toBytes()));
    }

    private static Event ofMarket(Market market, String eventType, long micros, Consumer<TextBuffer> fields) {
        TextBuffer body = new TextBuffer().text("{\"market_ticker\":").json(market.ticker());
        body.text(",\"event_type\":").json(eventType);
        fields.accept(body);
        body.text('}');
        return new Event.LifecycleChanged(
                market, MARKET_TYPE, market.ticker(), eventType, micros, new Body(body.toBytes()));
    }

    private static void seconds(TextBuffer body, String name, long micros) {
        body.text(",\"").text(name).text("\":").number(Math.floorDiv(micros, 1_000_000L));
    }
}

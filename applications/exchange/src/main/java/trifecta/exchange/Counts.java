package trifecta.exchange;

import trifecta.service.status.Counter;

/** What the exchange counts. */
enum Counts implements Counter {
    EMITTED("events of all kinds"),
    SENT("messages put into the queues of connections"),
    WITHHELD("messages withheld from a subscription, by faults and overflows"),
    SNAPSHOTS("snapshots sent"),
    COMMANDS("commands received"),
    ERRORS("error messages sent"),
    OVERFLOWS("subscriptions ended because the client was too slow"),
    CONNECTIONS("connections accepted"),
    HANDSHAKES_REFUSED("handshakes refused for want of a valid signature"),
    REST_REQUESTS("REST requests answered"),
    REST_REFUSED("REST requests refused by the rate limit"),
    TRADES_FORGOTTEN("trades no longer held for REST"),
    MARKETS_FORGOTTEN("settled markets no longer known"),
    NEGATIVE_LEVELS("deltas of a source that made a level negative"),
    FRAMES_SKIPPED("recorded frames that a replay does not repeat");

    private final String meaning;

    Counts(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}

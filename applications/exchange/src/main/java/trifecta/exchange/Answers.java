package trifecta.exchange;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import trifecta.market.Times;
import trifecta.service.status.Counters;

/** Writes the answers to commands into a connection's queue. Owned by the sequencer. */
final class Answers {
    private static final int NO_ID = -1;

    private final Counters<Counts> counters;
    private final TextBuffer text = new TextBuffer();

    Answers(Counters<Counts> counters) {
        this.counters = counters;
    }

    void subscribed(long id, Subscription made, long index) {
        begin(id)
                .text("\"type\":\"subscribed\",\"msg\":{\"channel\":\"")
                .text(made.channel().wireName());
        text.text("\",\"sid\":").number(made.sid()).text("}}");
        made.connection().outbox().frame(text, index);
    }

    /** The answer to an update: the subscription's whole list of markets. */
    void ok(long id, Subscription to, long index) {
        begin(id);
        place(to);
        text.text("\"type\":\"ok\",\"msg\":{\"market_tickers\":[");
        boolean first = true;
        for (String ticker : to.tickers()) {
            text.text(first ? "" : ",").json(ticker);
            first = false;
        }
        text.text("]}}");
        to.connection().outbox().frame(text, index);
    }

    void unsubscribed(long id, Subscription from, long index) {
        begin(id);
        place(from);
        text.text("\"type\":\"unsubscribed\"}");
        from.connection().outbox().frame(text, index);
    }

    void subscriptions(long id, Connection connection, Collection<Subscription> all, long index) {
        begin(id).text("\"type\":\"ok\",\"msg\":[");
        boolean first = true;
        for (Subscription each : List.copyOf(all)) {
            text.text(first ? "" : ",")
                    .text("{\"channel\":\"")
                    .text(each.channel().wireName());
            text.text("\",\"sid\":").number(each.sid()).text('}');
            first = false;
        }
        text.text("]}");
        connection.outbox().frame(text, index);
    }

    /** An error of the whole connection. */
    void refuse(long id, Connection connection, Refusal refusal, long index) {
        begin(id);
        error(refusal);
        connection.outbox().frame(text, index);
    }

    /** An error of one subscription; it uses a number. */
    void refuse(long id, Subscription subscription, Refusal refusal, long index) {
        begin(id);
        place(subscription);
        error(refusal);
        subscription.connection().outbox().frame(text, index);
    }

    private TextBuffer begin(long id) {
        text.clear().text('{');
        if (id != NO_ID) {
            text.text("\"id\":").number(id).text(',');
        }
        return text;
    }

    private void place(Subscription subscription) {
        text.text("\"sid\":").number(subscription.sid()).text(',');
        long seq = subscription.isSequenced() ? subscription.takeSeq() : Times.ABSENT;
        if (seq != Times.ABSENT) {
            text.text("\"seq\":").number(seq).text(',');
        }
    }

    private void error(Refusal refusal) {
        counters.increment(Counts.ERRORS);
        text.text("\"type\":\"error\",\"msg\":{\"code\":")
                .number(refusal.code())
                .text(",\"msg\":");
        text.json(refusal.text());
        if (refusal.market() != null) {
            text.text(",\"market_ticker\":").json(refusal.market());
        }
        text.text("}}");
    }

    /**
     * Why a command is refused or a subscription ends.
     *
     * @param code of the published protocol
     */
    record Refusal(int code, String text, @Nullable String market) {
        Refusal(int code, String text) {
            this(code, text, null);
        }
    }
}

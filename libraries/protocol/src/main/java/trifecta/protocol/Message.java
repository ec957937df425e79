package trifecta.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;
import trifecta.market.Level;
import trifecta.market.Lifecycle;
import trifecta.market.Side;

/** What a frame from the exchange says, apart from its {@link Envelope}. */
public sealed interface Message {

    /** A whole book. */
    record Snapshot(String market, List<Level> levels, long exchangeMicros) implements Message {}

    /**
     * A change of one level.
     *
     * @param exchangeMicros from {@code ts} where it is RFC 3339, else from {@code ts_ms}, else absent
     */
    record Delta(String market, long exchangeMicros, Side side, int priceMicros, long deltaHundredths)
            implements Message {}

    record Trade(trifecta.market.Trade trade) implements Message {}

    record Ticker(trifecta.market.Ticker ticker) implements Message {}

    record LifecycleChange(Lifecycle lifecycle) implements Message {}

    record Subscribed(String channel, int sid) implements Message {}

    /** Answer to an update: the whole list of the subscription's markets. */
    record Ok(List<String> markets) implements Message {}

    record Subscriptions(List<Subscribed> subscriptions) implements Message {}

    record Unsubscribed() implements Message {}

    record Failure(int code, String text, @Nullable String market) implements Message {}

    /** A type that this protocol does not name. */
    record Unknown(String type) implements Message {}

    /**
     * A frame of which the envelope could be read, at best, and the message could not.
     *
     * @param market the market it concerns, where that could still be read
     */
    record Undecodable(String reason, @Nullable String market) implements Message {}
}

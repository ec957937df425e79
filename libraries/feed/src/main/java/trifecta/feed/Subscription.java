package trifecta.feed;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One subscription of one connection: its numbers, and the markets whose books it feeds. */
final class Subscription {
    final int connection;
    final int sid;
    final String channel;
    final SequenceTracker tracker;

    /** The markets that are fed by this subscription; each of them names it as its owner and knows its place here. */
    private final List<MarketState> markets = new ArrayList<>();

    /** Ended by the exchange or on our wish: nothing that still comes on it counts. */
    boolean ended;

    Subscription(int connection, int sid, String channel, SequenceTracker tracker) {
        this.connection = connection;
        this.sid = sid;
        this.channel = channel;
        this.tracker = tracker;
    }

    List<MarketState> markets() {
        return Collections.unmodifiableList(markets);
    }

    void own(MarketState market) {
        market.owner = this;
        market.place = markets.size();
        markets.add(market);
    }

    /** Gives a market up. The last one takes its place, so that this costs the same however many there are. */
    void disown(MarketState market) {
        MarketState last = markets.removeLast();
        if (last != market) {
            markets.set(market.place, last);
            last.place = market.place;
        }
        market.owner = null;
    }

    /** The spans of its markets end; the markets stay, and their next snapshots open new spans. */
    void breakSpans() {
        for (MarketState market : markets) {
            market.breakSpan();
        }
    }
}

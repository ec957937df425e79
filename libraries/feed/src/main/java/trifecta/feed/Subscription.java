package trifecta.feed;

import java.util.LinkedHashSet;
import java.util.Set;

/** One subscription of one connection: its numbers, and the markets whose books it feeds. */
final class Subscription {
    final int connection;
    final int sid;
    final String channel;
    final SequenceTracker tracker;

    /** The markets that are fed by this subscription; each of them names it as its owner. */
    final Set<MarketState> markets = new LinkedHashSet<>();

    /** Ended by the exchange or on our wish: nothing that still comes on it counts. */
    boolean ended;

    Subscription(int connection, int sid, String channel, SequenceTracker tracker) {
        this.connection = connection;
        this.sid = sid;
        this.channel = channel;
        this.tracker = tracker;
    }

    /** The spans of its markets end; the markets stay, and their next snapshots open new spans. */
    void breakSpans() {
        for (MarketState market : markets) {
            market.breakSpan();
        }
    }
}

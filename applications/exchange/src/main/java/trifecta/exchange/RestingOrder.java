package trifecta.exchange;

import org.jspecify.annotations.Nullable;
import trifecta.market.Side;

/** A limit order that waits in its level's queue. Its engine alone changes it. */
final class RestingOrder {
    final long id;
    final Side side;
    final int tick;

    /** What is left of it in hundredths; 0 once it was filled or cancelled. */
    long remaining;

    @Nullable RestingOrder before;

    @Nullable RestingOrder behind;

    /** Its place in its trader's list. */
    int place;

    RestingOrder(long id, Side side, int tick, long remaining) {
        this.id = id;
        this.side = side;
        this.tick = tick;
        this.remaining = remaining;
    }

    boolean isAlive() {
        return remaining > 0;
    }
}

package trifecta.exchange;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import trifecta.market.Side;

/**
 * The order book of one market by orders: price before time. Both sides are bids; a YES bid at p and a NO bid at q meet when p + q is a
 * dollar or more, and trade at the price of the one that waited.
 *
 * <p>Prices are ticks, 1 to {@code ticks - 1}; sizes hundredths of a contract. Invariant: the best bids of both sides never meet.
 */
final class MatchingEngine {
    /** Hears what every change does, in its order. */
    interface Listener {
        void levelChanged(Side side, int tick, long deltaHundredths);

        /**
         * @param makerTick the price on the maker's side
         */
        void traded(Side makerSide, int makerTick, long sizeHundredths);

        /** An order left the book, filled or cancelled. */
        void left(RestingOrder order);
    }

    private final int ticks;
    private final Listener listener;
    private final OrderQueue[][] levels;
    private final int[] best = new int[2];
    private long lastId;

    MatchingEngine(int ticks, Listener listener) {
        this.ticks = ticks;
        this.listener = listener;
        this.levels = new OrderQueue[2][ticks];
    }

    /** The highest bid of a side in ticks; 0 where there is none. */
    int best(Side side) {
        return best[side.bit()];
    }

    long sizeAt(Side side, int tick) {
        OrderQueue queue = levels[side.bit()][tick];
        long size = 0;
        for (RestingOrder order = queue == null ? null : queue.head(); order != null; order = order.behind) {
            size += order.remaining;
        }
        return size;
    }

    /** Matches a bid as far as it goes; what is left rests. Empty when nothing was left. */
    Optional<RestingOrder> limit(Side side, int tick, long sizeHundredths) {
        check(tick, sizeHundredths);
        long left = match(side, tick, sizeHundredths);
        return left == 0 ? Optional.empty() : Optional.of(rest(side, tick, left));
    }

    /**
     * Takes what is there up to a price and never rests.
     *
     * @return what could not be had
     */
    long take(Side side, int limitTick, long sizeHundredths) {
        check(limitTick, sizeHundredths);
        return match(side, limitTick, sizeHundredths);
    }

    void cancel(RestingOrder order) {
        alive(order);
        long size = order.remaining;
        remove(order);
        listener.levelChanged(order.side, order.tick, -size);
        listener.left(order);
    }

    /** Makes an order smaller; it keeps its place in the queue. */
    void reduce(RestingOrder order, long byHundredths) {
        alive(order);
        if (byHundredths <= 0 || byHundredths >= order.remaining) {
            throw new IllegalArgumentException("reduce " + order.remaining + " by " + byHundredths);
        }
        order.remaining -= byHundredths;
        listener.levelChanged(order.side, order.tick, -byHundredths);
    }

    /** Another price or a larger size: the order loses its place and may trade. */
    Optional<RestingOrder> replace(RestingOrder order, int tick, long sizeHundredths) {
        cancel(order);
        return limit(order.side, tick, sizeHundredths);
    }

    private long match(Side side, int limitTick, long sizeHundredths) {
        Side other = other(side);
        long left = sizeHundredths;
        while (left > 0 && best(other) > 0 && best(other) + limitTick >= ticks) {
            int tick = best(other);
            RestingOrder maker = headOf(other, tick);
            long size = Math.min(left, maker.remaining);
            left -= size;
            maker.remaining -= size;
            if (maker.remaining == 0) {
                unlink(maker);
            }
            listener.levelChanged(other, tick, -size);
            listener.traded(other, tick, size);
            if (!maker.isAlive()) {
                listener.left(maker);
            }
        }
        return left;
    }

    private RestingOrder rest(Side side, int tick, long size) {
        RestingOrder order = new RestingOrder(++lastId, side, tick, size);
        OrderQueue queue = levels[side.bit()][tick];
        if (queue == null) {
            queue = levels[side.bit()][tick] = new OrderQueue();
        }
        queue.append(order);
        best[side.bit()] = Math.max(best[side.bit()], tick);
        listener.levelChanged(side, tick, size);
        return order;
    }

    private void remove(RestingOrder order) {
        order.remaining = 0;
        unlink(order);
    }

    private void unlink(RestingOrder order) {
        OrderQueue[] side = levels[order.side.bit()];
        side[order.tick].remove(order);
        int tick = best[order.side.bit()];
        while (tick > 0 && (side[tick] == null || side[tick].isEmpty())) {
            tick--;
        }
        best[order.side.bit()] = tick;
    }

    private RestingOrder headOf(Side side, int tick) {
        @Nullable RestingOrder head = levels[side.bit()][tick].head();
        if (head == null) {
            throw new IllegalStateException("the best level " + side + " " + tick + " is empty");
        }
        return head;
    }

    private void check(int tick, long size) {
        if (tick < 1 || tick >= ticks || size <= 0) {
            throw new IllegalArgumentException("no order: tick " + tick + " of " + ticks + ", size " + size);
        }
    }

    private static void alive(RestingOrder order) {
        if (!order.isAlive()) {
            throw new IllegalArgumentException("order " + order.id + " has left the book");
        }
    }

    static Side other(Side side) {
        return side == Side.YES ? Side.NO : Side.YES;
    }
}

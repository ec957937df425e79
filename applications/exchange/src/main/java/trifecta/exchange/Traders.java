package trifecta.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import trifecta.market.Side;

/**
 * The traders of one market: they quote around a price they think fair, refresh and withdraw their quotes, and now and then someone
 * takes. One call of {@link #act} is one thing somebody does, in one instant.
 */
final class Traders {
    /** Orders that rest on a market in the long run; more cancels above, more quotes below. */
    private static final int ORDERS_WANTED = 48;

    private static final int ORDERS_AT_FIRST = 24;
    private static final int REFRESHES_MAX = 4;
    private static final int SWEEP_TICKS_SHARE = 12;

    /** Shares of what is done, in percent: refresh a level, place or cancel, resize, take; sweeps are one take in ten. */
    private static final int REFRESH = 34;

    private static final int RESIZE = REFRESH + 12;
    private static final int TAKE = RESIZE + 7;

    private final MatchingEngine engine;
    private final RandomGenerator random;
    private final int ticks;
    private final List<RestingOrder> orders = new ArrayList<>();
    private double fairTick;

    Traders(int ticks, MatchingEngine engine, RandomGenerator random) {
        this.ticks = ticks;
        this.engine = engine;
        this.random = random;
        this.fairTick = ticks * (0.15 + 0.7 * random.nextDouble());
    }

    /** What they think the market is worth, in dollars. */
    double fair() {
        return fairTick / ticks;
    }

    /** The quotes with which a market begins. */
    void fillBook() {
        for (int i = 0; i < ORDERS_AT_FIRST; i++) {
            quote();
        }
    }

    void act() {
        drift();
        int dice = random.nextInt(100);
        if (dice < REFRESH && !orders.isEmpty()) {
            refresh();
        } else if (dice < RESIZE && !orders.isEmpty()) {
            resize();
        } else if (dice < TAKE) {
            take(random.nextInt(10) == 0);
        } else if (random.nextInt(2 * ORDERS_WANTED) < orders.size()) {
            engine.cancel(any());
        } else {
            quote();
        }
    }

    /** The engine says that an order has left. */
    void left(RestingOrder order) {
        if (order.place >= orders.size() || orders.get(order.place) != order) {
            return;
        }
        RestingOrder last = orders.removeLast();
        if (last != order) {
            orders.set(order.place, last);
            last.place = order.place;
        }
    }

    private void drift() {
        double next = fairTick + random.nextGaussian() * ticks * 0.0015;
        fairTick = Math.clamp(next, ticks * 0.03, ticks * 0.97);
    }

    private void quote() {
        Side side = random.nextBoolean() ? Side.YES : Side.NO;
        keep(engine.limit(side, quoteTick(side), size()));
    }

    /** Somebody takes back quotes and sets them again at the same level, several times within the instant. */
    private void refresh() {
        int times = 1 + random.nextInt(REFRESHES_MAX) / 2;
        for (int i = 0; i < times && !orders.isEmpty(); i++) {
            RestingOrder order = any();
            int tick = passive(order.side, order.tick);
            long size = random.nextInt(3) == 0 ? size() : order.remaining;
            keep(engine.replace(order, tick, size));
        }
    }

    private void resize() {
        RestingOrder order = any();
        if (order.remaining > 1) {
            engine.reduce(order, 1 + random.nextLong(order.remaining - 1));
        } else {
            engine.cancel(order);
        }
    }

    private void take(boolean sweep) {
        Side side = random.nextDouble() < fair() ? Side.YES : Side.NO;
        int opposite = engine.best(MatchingEngine.other(side));
        if (opposite == 0) {
            quote();
            return;
        }
        int reach = sweep ? Math.max(2, ticks / SWEEP_TICKS_SHARE) : 0;
        int limit = Math.clamp(ticks - opposite + reach, 1, ticks - 1);
        engine.take(side, limit, sweep ? 20 * size() : size());
    }

    /** A level near the fair price, most often close to it, that does not take. */
    private int quoteTick(Side side) {
        double fairOfSide = side == Side.YES ? fairTick : ticks - fairTick;
        double distance = -Math.log(1 - random.nextDouble()) * ticks * 0.05;
        return passive(side, (int) Math.floor(fairOfSide - distance));
    }

    private int passive(Side side, int tick) {
        int highest = ticks - 1 - engine.best(MatchingEngine.other(side));
        return Math.clamp(Math.min(tick, highest), 1, ticks - 1);
    }

    /** Whole contracts mostly, fractions in one of six. */
    private long size() {
        long contracts = 1 + (long) (-Math.log(1 - random.nextDouble()) * 60);
        return random.nextInt(6) == 0 ? contracts * 100 + random.nextInt(1, 100) : contracts * 100;
    }

    private RestingOrder any() {
        return orders.get(random.nextInt(orders.size()));
    }

    private void keep(Optional<RestingOrder> rested) {
        rested.ifPresent(order -> {
            order.place = orders.size();
            orders.add(order);
        });
    }
}

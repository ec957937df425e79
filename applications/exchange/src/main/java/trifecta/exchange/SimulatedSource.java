package trifecta.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import trifecta.market.Level;
import trifecta.market.Side;
import trifecta.protocol.Channel;

/**
 * A seeded exchange: N markets that trade, close and are followed by new ones, at a set rate of messages, and others that stand still
 * with a small book. The same seed and the same clock give the same events, however long it waited for its listeners: its time begins
 * with them.
 */
final class SimulatedSource implements Source {
    /** Keeps a late turn short, so that commands are answered meanwhile. */
    private static final long EVENTS_PER_TURN_MAX = 2_000;

    /** Who is later than this (a suspended machine) does not catch up but goes on from now. */
    private static final long LATENESS_MAX_MICROS = 2_000_000;

    private static final long SUCCESSOR_KNOWN_BEFORE_MICROS = 5_000_000;
    private static final long CLOSE_TO_DETERMINED_MICROS = 2_000_000;
    private static final long DETERMINED_TO_SETTLED_MICROS = 2_000_000;
    private static final long PAUSE_MICROS = 3_000_000;
    /** A finished simulation is seldom asked for events; commands are answered all the same. */
    private static final long FINISHED_LOOK_MICROS = 100_000;

    /** Looking who listens to thousands of books takes a while, and nobody is in a hurry. */
    private static final long LISTENERS_LOOK_MICROS = 100_000;

    /** Those that stand still close after the end of every simulation. */
    private static final long STILL_FOR_MICROS = 365L * 24 * 3_600_000_000L;

    private static final int PAUSED_ONE_IN = 6;
    private static final int CLOSE_MOVED_ONE_IN = 4;

    private final Simulation simulation;
    private final int linesAwaited;
    private final SplittableRandom random;
    private final Listings listings;
    private final Zipf activity;
    private final Pace pace;
    private final List<LiveMarket> slots = new ArrayList<>();
    /** Those that stand still, as long as they are awaited. */
    private final List<Market> still = new ArrayList<>();

    private final PriorityQueue<LifeStep> lives = new PriorityQueue<>();
    private long planned;
    private long openedMicros;
    private long endMicros = Long.MAX_VALUE;
    private boolean begun;
    private boolean finished;
    private long skippedMicros;

    /**
     * @param linesAwaited nothing happens until so many lines listen to the books of all open markets, to trades and to lifecycles
     */
    SimulatedSource(Simulation simulation, int linesAwaited) {
        this.simulation = simulation;
        this.linesAwaited = linesAwaited;
        this.random = new SplittableRandom(simulation.seed());
        this.listings = new Listings(random.split());
        this.activity = new Zipf(simulation.active());
        this.pace = new Pace(simulation.rate(), random.split());
    }

    @Override
    public String description() {
        String active =
                simulation.active() < simulation.markets() ? ", " + simulation.active() + " of them active" : "";
        return "simulated exchange, " + simulation.markets() + " markets" + active;
    }

    @Override
    public String state() {
        return finished ? "finished" : begun ? "live" : "waiting";
    }

    @Override
    public boolean hasBegun() {
        return begun;
    }

    @Override
    public Map<String, Object> figures() {
        return Map.of("rateAsked", simulation.rate(), "skippedMillis", skippedMicros / 1000);
    }

    /** Time not simulated because the process was too late, in microseconds. */
    long skippedMicros() {
        return skippedMicros;
    }

    LiveMarket slot(int slot) {
        return slots.get(slot);
    }

    @Override
    public void open(long nowMicros, Stage stage) {
        openedMicros = nowMicros;
        int[] order = shuffled(simulation.active());
        for (int number = 0; number < simulation.markets(); number++) {
            int slot = slots.size();
            if (!isActive(number)) {
                listStill(number, nowMicros, stage);
                continue;
            }
            long close = nowMicros + simulation.marketEveryMicros() * (order[slot] + 2L);
            MarketFacts facts = listings.next(nowMicros, nowMicros);
            LiveMarket live = new LiveMarket(stage.list(facts, MarketStatus.ACTIVE, close), stage, random.split());
            stage.seed(live.market(), live.fillSilently());
            slots.add(live);
            planLife(slot, live, nowMicros, close);
        }
    }

    /** The active ones stand at even distances among the others. */
    private boolean isActive(long number) {
        return (number + 1) * simulation.active() / simulation.markets()
                > number * simulation.active() / simulation.markets();
    }

    private void listStill(int number, long nowMicros, Stage stage) {
        MarketFacts facts = listings.next(nowMicros, nowMicros);
        Market market = stage.list(facts, MarketStatus.ACTIVE, nowMicros + STILL_FOR_MICROS);
        stage.seed(market, stillBook(number));
        if (linesAwaited > 0) {
            still.add(market);
        }
    }

    /** Two bids of each side, about a price that differs from market to market. */
    private static List<Level> stillBook(int number) {
        int cent = PriceStructure.LINEAR_CENT.stepMicros();
        int fair = 5 + number % 90;
        return List.of(
                new Level(Side.NO, (100 - fair - 3) * cent, 100L * (1 + number % 7)),
                new Level(Side.NO, (100 - fair - 1) * cent, 100L * (1 + number % 5)),
                new Level(Side.YES, (fair - 3) * cent, 100L * (1 + number % 11)),
                new Level(Side.YES, (fair - 1) * cent, 100L * (1 + number % 3)));
    }

    @Override
    public long advance(long nowMicros, Stage stage) {
        if (!begun && !begin(nowMicros, stage)) {
            return LISTENERS_LOOK_MICROS;
        }
        long until = Math.min(nowMicros, endMicros);
        forgetLateness(until);
        long published = 0;
        while (published < EVENTS_PER_TURN_MAX) {
            LifeStep step = lives.peek();
            long stepMicros = step == null ? Long.MAX_VALUE : step.atMicros();
            long next = Math.min(stepMicros, pace.nextMicros());
            if (next > until) {
                finished = until == endMicros;
                return finished ? FINISHED_LOOK_MICROS : next - until;
            }
            if (step != null && stepMicros <= pace.nextMicros()) {
                lives.remove();
                published += pace.spend(live(step, stage));
            } else {
                published += pace.spend(trade(pace.nextMicros()));
            }
        }
        return 0;
    }

    /** Time begins as soon as those who are awaited listen: whatever was planned is put off by as much as it waited. */
    private boolean begin(long nowMicros, Stage stage) {
        if (linesAwaited > 0) {
            List<Market> all = new ArrayList<>(still);
            slots.forEach(live -> all.add(live.market()));
            if (stage.linesListening(all, Set.of(Channel.TRADE, Channel.LIFECYCLE))
                            .size()
                    < linesAwaited) {
                return false;
            }
        }
        still.clear();
        begun = true;
        long start = linesAwaited > 0 ? nowMicros : openedMicros;
        pace.start(start);
        if (simulation.lastsMicros() != Simulation.FOR_EVER) {
            endMicros = start + simulation.lastsMicros();
        }
        putOff(start - openedMicros);
        return true;
    }

    private void putOff(long micros) {
        List<LifeStep> steps = List.copyOf(lives);
        lives.clear();
        steps.forEach(step -> lives.add(step.putOff(micros)));
        slots.forEach(live -> live.market().closeAt(live.market().closeMicros() + micros));
    }

    private void forgetLateness(long nowMicros) {
        long late = nowMicros - LATENESS_MAX_MICROS - pace.nextMicros();
        if (late > 0) {
            skippedMicros += late;
            pace.skip(late);
        }
    }

    /** Someone acts on some market; on a paused one nothing happens and the time is spent all the same. */
    private long trade(long micros) {
        LiveMarket live = slots.get(activity.pick(random));
        return live.isTrading() ? live.act(micros) : 0;
    }

    private long live(LifeStep step, Stage stage) {
        LiveMarket live = step.market();
        Market market = live.market();
        long micros = step.atMicros();
        switch (step.kind()) {
            case SUCCEED -> {
                return succeed(step.slot(), micros, stage);
            }
            case ACTIVATE -> {
                market.become(MarketStatus.ACTIVE, micros);
                slots.set(step.slot(), live);
                stage.publish(LifecycleBodies.activated(market, micros));
                return 1 + live.openBook(micros);
            }
            case PAUSE -> {
                market.become(MarketStatus.INACTIVE, micros);
                stage.publish(LifecycleBodies.deactivated(market, micros));
            }
            case RESUME -> {
                market.become(MarketStatus.ACTIVE, micros);
                stage.publish(LifecycleBodies.activated(market, micros));
            }
            case MOVE_CLOSE -> {
                market.closeAt(market.closeMicros() - simulation.marketEveryMicros());
                stage.publish(LifecycleBodies.closeMoved(market, micros));
            }
            case CLOSE -> {
                market.become(MarketStatus.CLOSED, micros);
                stage.publish(new Event.BookCleared(market, micros));
            }
            case DETERMINE -> {
                market.decide(live.outcome());
                market.become(MarketStatus.DETERMINED, micros);
                stage.publish(LifecycleBodies.determined(market, micros));
            }
            case SETTLE -> {
                market.become(MarketStatus.FINALIZED, micros);
                stage.publish(LifecycleBodies.settled(market, micros));
            }
        }
        return 1;
    }

    private long succeed(int slot, long micros, Stage stage) {
        long open = slots.get(slot).market().closeMicros();
        long close = open + simulation.marketEveryMicros() * Math.max(2, simulation.active());
        MarketFacts facts = listings.next(micros, open);
        LiveMarket live = new LiveMarket(stage.list(facts, MarketStatus.INITIALIZED, close), stage, random.split());
        stage.seed(live.market(), List.of());
        long published = 1;
        if (listings.eventIsNew()) {
            stage.publish(LifecycleBodies.eventCreated(live.market(), micros));
            published++;
        }
        stage.publish(LifecycleBodies.created(live.market(), micros));
        plan(open, slot, live, LifeStep.Kind.ACTIVATE);
        planLife(slot, live, open, close);
        return published;
    }

    private void planLife(int slot, LiveMarket live, long open, long close) {
        long middle = open + (close - open) / 2;
        if (random.nextInt(PAUSED_ONE_IN) == 0 && close - middle > 2 * PAUSE_MICROS) {
            plan(middle, slot, live, LifeStep.Kind.PAUSE);
            plan(middle + PAUSE_MICROS, slot, live, LifeStep.Kind.RESUME);
        }
        if (random.nextInt(CLOSE_MOVED_ONE_IN) == 0) {
            live.market().closeAt(close + simulation.marketEveryMicros());
            plan(open + (close - open) / 3, slot, live, LifeStep.Kind.MOVE_CLOSE);
        }
        plan(Math.max(middle, close - SUCCESSOR_KNOWN_BEFORE_MICROS), slot, live, LifeStep.Kind.SUCCEED);
        plan(close, slot, live, LifeStep.Kind.CLOSE);
        plan(close + CLOSE_TO_DETERMINED_MICROS, slot, live, LifeStep.Kind.DETERMINE);
        plan(close + CLOSE_TO_DETERMINED_MICROS + DETERMINED_TO_SETTLED_MICROS, slot, live, LifeStep.Kind.SETTLE);
    }

    private void plan(long micros, int slot, LiveMarket live, LifeStep.Kind kind) {
        lives.add(new LifeStep(micros, planned++, slot, live, kind));
    }

    private int[] shuffled(int count) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }
}

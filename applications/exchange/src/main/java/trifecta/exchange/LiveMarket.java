package trifecta.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import trifecta.market.Level;
import trifecta.market.Side;
import trifecta.market.Ticker;
import trifecta.market.Trade;

/** A simulated market that trades: its engine, its traders, and the events that come of them. */
final class LiveMarket implements MatchingEngine.Listener {
    private static final int PERCENT_OF_TOP_CHANGES_TOLD = 4;

    private final Market market;
    private final Stage stage;
    private final RandomGenerator random;
    private final int stepMicros;
    private final MatchingEngine engine;
    private final Traders traders;
    private boolean silent;
    private boolean traded;
    private long nowMicros;
    private long published;

    LiveMarket(Market market, Stage stage, RandomGenerator random) {
        this.market = market;
        this.stage = stage;
        this.random = random;
        PriceStructure prices = market.facts().prices();
        this.stepMicros = prices.stepMicros();
        this.engine = new MatchingEngine(prices.ticks(), this);
        this.traders = new Traders(prices.ticks(), engine, random);
    }

    Market market() {
        return market;
    }

    boolean isTrading() {
        return market.status() == MarketStatus.ACTIVE;
    }

    /** Fills the book without events, and says what is in it. */
    List<Level> fillSilently() {
        silent = true;
        traders.fillBook();
        silent = false;
        List<Level> levels = new ArrayList<>();
        for (Side side : Side.values()) {
            for (int tick = 1; tick <= engine.best(side); tick++) {
                long size = engine.sizeAt(side, tick);
                if (size > 0) {
                    levels.add(new Level(side, tick * stepMicros, size));
                }
            }
        }
        return levels;
    }

    /** The opening quotes of a new market, as events. */
    long openBook(long micros) {
        begin(micros);
        traders.fillBook();
        return published;
    }

    /**
     * Somebody does something.
     *
     * @return events published
     */
    long act(long micros) {
        begin(micros);
        int yesBest = engine.best(Side.YES);
        int noBest = engine.best(Side.NO);
        traders.act();
        boolean topChanged = yesBest != engine.best(Side.YES) || noBest != engine.best(Side.NO);
        if (traded || (topChanged && random.nextInt(100) < PERCENT_OF_TOP_CHANGES_TOLD)) {
            publish(new Event.TickerChanged(market, ticker(), null));
        }
        return published;
    }

    String outcome() {
        return traders.fair() > 0.5 ? "yes" : "no";
    }

    long sizeAt(Side side, int priceMicros) {
        return engine.sizeAt(side, priceMicros / stepMicros);
    }

    @Override
    public void levelChanged(Side side, int tick, long deltaHundredths) {
        if (!silent) {
            publish(new Event.Delta(market, nowMicros, side, tick * stepMicros, deltaHundredths, null));
        }
    }

    @Override
    public void traded(Side makerSide, int makerTick, long sizeHundredths) {
        if (silent) {
            return;
        }
        traded = true;
        int makerMicros = makerTick * stepMicros;
        int takerMicros = PriceStructure.DOLLAR_MICROS - makerMicros;
        Side taker = MatchingEngine.other(makerSide);
        long opened = random.nextInt(100) < 60 ? sizeHundredths : -sizeHundredths;
        market.openInterest(Math.max(0, market.openInterestHundredths() + opened));
        Trade trade = new Trade(
                new UUID(random.nextLong(), random.nextLong()).toString(),
                market.ticker(),
                nowMicros,
                taker == Side.YES ? takerMicros : makerMicros,
                taker == Side.YES ? makerMicros : takerMicros,
                sizeHundredths,
                taker,
                taker == Side.YES ? "bid" : "ask",
                false);
        publish(new Event.Traded(market, trade, null));
    }

    @Override
    public void left(RestingOrder order) {
        traders.left(order);
    }

    private void begin(long micros) {
        nowMicros = micros;
        traded = false;
        published = 0;
    }

    private void publish(Event event) {
        published++;
        stage.publish(event);
    }

    private Ticker ticker() {
        int yes = engine.best(Side.YES);
        int no = engine.best(Side.NO);
        long volume = market.volumeHundredths();
        return new Ticker(
                market.ticker(),
                nowMicros,
                market.lastPriceMicros(),
                (long) yes * stepMicros,
                no == 0 ? PriceStructure.DOLLAR_MICROS : PriceStructure.DOLLAR_MICROS - (long) no * stepMicros,
                volume,
                market.openInterestHundredths(),
                volume / 100 * PriceStructure.DOLLAR_MICROS,
                market.openInterestHundredths() / 100 * PriceStructure.DOLLAR_MICROS,
                yes == 0 ? 0 : engine.sizeAt(Side.YES, yes),
                no == 0 ? 0 : engine.sizeAt(Side.NO, no),
                market.lastSizeHundredths());
    }
}

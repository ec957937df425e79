package trifecta.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import trifecta.market.Side;

class SimulatedSourceTest {
    private static final long START = 1_800_000_000_000_000L;
    private static final long SECOND = 1_000_000;

    @Test
    void theSameSeedAndClockGiveTheSameEvents() {
        assertThat(texts(run(7, 20))).hasSizeGreaterThan(10_000).isEqualTo(texts(run(7, 20)));
        assertThat(texts(run(7, 5))).isNotEqualTo(texts(run(8, 5)));
    }

    @Test
    void messagesComeAtTheRateThatWasSet() {
        CollectingStage stage = run(1, 60);

        assertThat(stage.events.size() / 60.0).isBetween(850.0, 1150.0);
    }

    @Test
    void mostAreDeltasSomeOfThemFractionalSubCentOrSeveralInOneMicrosecond() {
        CollectingStage stage = run(2, 40);
        long deltas = 0;
        long fractional = 0;
        long subCent = 0;
        long sameMicro = 0;
        Map<Market, Long> last = new HashMap<>();
        for (Event event : stage.events) {
            if (event instanceof Event.Delta delta) {
                deltas++;
                fractional += delta.deltaHundredths() % 100 == 0 ? 0 : 1;
                subCent += delta.priceMicros() % 10_000 == 0 ? 0 : 1;
                Long before = last.put(delta.market(), delta.exchangeMicros());
                sameMicro += before != null && before == delta.exchangeMicros() ? 1 : 0;
            }
        }
        double all = stage.events.size();
        assertThat(deltas / all).isBetween(0.8, 0.95);
        assertThat(fractional / all).isGreaterThan(0.05);
        assertThat(subCent / all).isGreaterThan(0.02);
        assertThat(sameMicro / all).isGreaterThan(0.2);
    }

    @Test
    void exchangeTimeNeverRunsBackwards() {
        long last = 0;
        for (Event event : run(3, 30).events) {
            if (event instanceof Event.Delta delta) {
                assertThat(delta.exchangeMicros()).isGreaterThanOrEqualTo(last);
                last = delta.exchangeMicros();
            }
        }
    }

    @Test
    void aMarketLivesItsLifeInOrderAndNothingTradesAfterItsBookWasCleared() {
        CollectingStage stage = new CollectingStage();
        advance(new SimulatedSource(new Simulation(12, 300, 4, 2 * SECOND), 0), stage, 120);
        Map<Market, List<String>> lives = new HashMap<>();
        Set<Market> cleared = new HashSet<>();
        for (Event event : stage.events) {
            switch (event) {
                case Event.LifecycleChanged change
                when change.type().equals("market_lifecycle_v2") ->
                    lives.computeIfAbsent(change.market(), any -> new ArrayList<>())
                            .add(change.eventType());
                case Event.BookCleared clear -> {
                    cleared.add(clear.market());
                    lives.computeIfAbsent(clear.market(), any -> new ArrayList<>())
                            .add("cleared");
                }
                case Event.Delta delta -> assertThat(cleared).doesNotContain(delta.market());
                case Event.Traded traded -> assertThat(cleared).doesNotContain(traded.market());
                default -> {}
            }
        }
        assertThat(cleared).hasSizeGreaterThan(20);
        List<String> whole = List.of("created", "activated", "cleared", "determined", "settled");
        assertThat(lives.values()).anySatisfy(life -> assertThat(life).containsExactlyElementsOf(whole));
        assertThat(lives.values()).allSatisfy(life -> {
            List<String> steps = new ArrayList<>(life);
            steps.removeAll(List.of("close_date_updated", "deactivated"));
            steps.removeIf(step -> step.equals("activated") && !steps.getFirst().equals("created"));
            assertThat(whole).containsSubsequence(steps.stream().distinct().toList());
        });
        assertThat(stage.markets.stream().filter(market -> market.status() == MarketStatus.ACTIVE))
                .hasSizeBetween(10, 12);
    }

    @Test
    void marketsBeyondTheActiveOnesStandStillWithASmallBook() {
        CollectingStage stage = new CollectingStage();
        Simulation simulation = new Simulation(200, 10, 300, 9, 2 * SECOND, Simulation.FOR_EVER);
        advance(new SimulatedSource(simulation, 0), stage, 60);

        List<Market> still = stage.markets.subList(0, 200).stream()
                .filter(market -> market.key() % 20 != 0)
                .toList();
        assertThat(still).allSatisfy(market -> {
            assertThat(market.status()).isEqualTo(MarketStatus.ACTIVE);
            assertThat(market.book().content()).hasSize(4);
        });
        assertThat(stage.events).hasSizeGreaterThan(10_000).noneMatch(event -> still.contains(event.market()));
        assertThat(stage.markets).as("the active ones are followed by others").hasSizeGreaterThan(220);
    }

    @Test
    void theBookOfEventsIsTheBookOfTheEngine() {
        CollectingStage stage = new CollectingStage();
        SimulatedSource source = new SimulatedSource(new Simulation(50, 1000, 5, 60 * SECOND), 0);
        advance(source, stage, 20);

        for (int slot = 0; slot < 50; slot++) {
            LiveMarket live = source.slot(slot);
            int step = live.market().facts().prices().stepMicros();
            for (Side side : Side.values()) {
                for (int price = step; price < 1_000_000; price += step) {
                    assertThat(live.market().book().size(side, price)).isEqualTo(live.sizeAt(side, price));
                }
            }
        }
    }

    @Test
    void whoIsFarTooLateGoesOnFromNow() {
        CollectingStage stage = new CollectingStage();
        SimulatedSource source = new SimulatedSource(new Simulation(50, 1000, 5, 3600 * SECOND), 0);
        source.open(START, stage);
        long now = START + 600 * SECOND;
        while (source.advance(now, stage) == 0) {
            assertThat(stage.events.size()).isLessThan(10_000);
        }

        assertThat(source.skippedMicros()).isBetween(590 * SECOND, 600 * SECOND);
    }

    @Test
    void nothingHappensUntilAllWhoAreAwaitedListenAndThenTheSameHappensWhateverTheWait() {
        List<List<String>> flows = new ArrayList<>();
        for (long waitMicros : List.of(0L, 1_234_567L, 600 * SECOND)) {
            CollectingStage stage = new CollectingStage();
            SimulatedSource source = new SimulatedSource(new Simulation(12, 300, -4, 2 * SECOND, 30 * SECOND), 2);
            source.open(START, stage);
            stage.lines.add(1);
            assertThat(source.advance(START, stage)).isPositive();
            source.advance(START + waitMicros, stage);
            assertThat(stage.events).isEmpty();
            assertThat(source.state()).isEqualTo("waiting");
            stage.lines.add(2);
            long begin = START + waitMicros;
            for (long now = begin; !source.state().equals("finished"); now += 1000) {
                source.advance(now, stage);
                assertThat(now).isLessThan(begin + 31 * SECOND);
            }
            assertThat(source.skippedMicros()).isZero();
            flows.add(stage.events.stream().map(event -> flow(event, begin)).toList());
        }
        assertThat(flows.get(0)).hasSizeGreaterThan(8_000);
        assertThat(flows.get(1)).isEqualTo(flows.get(0));
        assertThat(flows.get(2)).isEqualTo(flows.get(0));
    }

    /** What happened, with its time since the beginning; tickers hold the second of their creation. */
    private static String flow(Event event, long begin) {
        String market = "market " + event.market().key() + " ";
        return market
                + switch (event) {
                    case Event.Delta delta ->
                        (delta.exchangeMicros() - begin) + " " + delta.side() + " " + delta.priceMicros() + " "
                                + delta.deltaHundredths();
                    case Event.Traded traded ->
                        (traded.trade().exchangeMicros() - begin) + " "
                                + traded.trade().tradeId();
                    case Event.LifecycleChanged change -> (change.exchangeMicros() - begin) + " " + change.eventType();
                    case Event.BookCleared cleared -> (cleared.exchangeMicros() - begin) + " cleared";
                    default -> event.getClass().getSimpleName();
                };
    }

    @Test
    void aShortSimulationKeepsItsRateForAnySeedAndIsMadeWholeByALateProcess() {
        for (long seed = 1; seed <= 40; seed++) {
            CollectingStage prompt = new CollectingStage();
            SimulatedSource source = new SimulatedSource(new Simulation(40, 300, seed, 4 * SECOND, 10 * SECOND), 0);
            source.open(START, prompt);
            for (long now = START; !source.state().equals("finished"); now += 1000) {
                source.advance(now, prompt);
            }
            assertThat(prompt.events.size()).as("seed %d", seed).isBetween(2_850, 4_200);
            CollectingStage late = new CollectingStage();
            SimulatedSource slow = new SimulatedSource(new Simulation(40, 300, seed, 4 * SECOND, 10 * SECOND), 0);
            slow.open(START, late);
            for (long now = START; !slow.state().equals("finished"); now += 1_700_000) {
                slow.advance(now, late);
            }
            assertThat(late.events).as("seed %d", seed).hasSameSizeAs(prompt.events);
        }
    }

    private static CollectingStage run(long seed, int seconds) {
        CollectingStage stage = new CollectingStage();
        advance(new SimulatedSource(new Simulation(50, 1000, seed, 2 * SECOND), 0), stage, seconds);
        return stage;
    }

    private static void advance(SimulatedSource source, CollectingStage stage, int seconds) {
        source.open(START, stage);
        for (long now = START; now <= START + seconds * SECOND; now += 1000) {
            while (source.advance(now, stage) == 0) {
                // more is due at this instant
            }
        }
    }

    private static List<String> texts(CollectingStage stage) {
        return stage.events.stream().map(SimulatedSourceTest::text).toList();
    }

    private static String text(Event event) {
        return event.toString();
    }
}

package trifecta.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import trifecta.market.Side;

class MatchingEngineTest {
    private static final int TICKS = 100;

    private final List<String> heard = new ArrayList<>();
    private final List<RestingOrder> left = new ArrayList<>();
    private final MatchingEngine engine = new MatchingEngine(TICKS, new MatchingEngine.Listener() {
        @Override
        public void levelChanged(Side side, int tick, long delta) {
            heard.add(side + " " + tick + " " + (delta > 0 ? "+" : "") + delta);
        }

        @Override
        public void traded(Side makerSide, int makerTick, long size) {
            heard.add("trade " + makerSide + " " + makerTick + " " + size);
        }

        @Override
        public void left(RestingOrder order) {
            left.add(order);
        }
    });

    @Test
    void ordersRestWhereNothingMeetsThem() {
        engine.limit(Side.YES, 40, 500);
        engine.limit(Side.NO, 55, 300);

        assertThat(heard).containsExactly("YES 40 +500", "NO 55 +300");
        assertThat(engine.best(Side.YES)).isEqualTo(40);
        assertThat(engine.best(Side.NO)).isEqualTo(55);
    }

    @Test
    void theBestPriceTradesFirstAndTheOlderOrderAtOnePrice() {
        RestingOrder older = engine.limit(Side.NO, 60, 100).orElseThrow();
        RestingOrder younger = engine.limit(Side.NO, 60, 100).orElseThrow();
        RestingOrder better = engine.limit(Side.NO, 61, 100).orElseThrow();
        heard.clear();

        engine.limit(Side.YES, 45, 250);

        assertThat(heard)
                .containsExactly(
                        "NO 61 -100", "trade NO 61 100",
                        "NO 60 -100", "trade NO 60 100",
                        "NO 60 -50", "trade NO 60 50");
        assertThat(left).containsExactly(better, older);
        assertThat(younger.remaining).isEqualTo(50);
    }

    @Test
    void whatALimitOrderCannotGetRests() {
        engine.limit(Side.NO, 60, 100);
        heard.clear();

        engine.limit(Side.YES, 40, 175);

        assertThat(heard).containsExactly("NO 60 -100", "trade NO 60 100", "YES 40 +75");
        assertThat(engine.best(Side.NO)).isZero();
    }

    @Test
    void aTakerNeverRestsAndNeverPaysMoreThanItsLimit() {
        engine.limit(Side.NO, 60, 100);
        engine.limit(Side.NO, 50, 100);
        heard.clear();

        assertThat(engine.take(Side.YES, 45, 500)).isEqualTo(400);
        assertThat(heard).containsExactly("NO 60 -100", "trade NO 60 100");
    }

    @Test
    void aSmallerOrderKeepsItsPlaceAndAReplacedOneLosesIt() {
        RestingOrder first = engine.limit(Side.YES, 40, 200).orElseThrow();
        RestingOrder second = engine.limit(Side.YES, 40, 200).orElseThrow();
        engine.reduce(first, 150);
        RestingOrder third = engine.replace(second, 40, 200).orElseThrow();
        engine.limit(Side.YES, 40, 10);
        heard.clear();

        engine.take(Side.NO, 60, 100);

        assertThat(heard).containsExactly("YES 40 -50", "trade YES 40 50", "YES 40 -50", "trade YES 40 50");
        assertThat(third.remaining).isEqualTo(150);
    }

    @Test
    void anOrderThatLeftCannotBeCancelled() {
        RestingOrder order = engine.limit(Side.YES, 40, 200).orElseThrow();
        engine.cancel(order);

        assertThatThrownBy(() -> engine.cancel(order)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theBookIsTheSumOfItsDeltasAndNothingIsWonOrLost(long seed) {
        long[][] fold = new long[2][TICKS];
        long[] volumes = new long[3]; // entered, traded (both parties), withdrawn
        List<RestingOrder> alive = new ArrayList<>();
        MatchingEngine random = new MatchingEngine(TICKS, new MatchingEngine.Listener() {
            @Override
            public void levelChanged(Side side, int tick, long delta) {
                fold[side.bit()][tick] += delta;
                assertThat(fold[side.bit()][tick]).isNotNegative();
            }

            @Override
            public void traded(Side makerSide, int makerTick, long size) {
                volumes[1] += 2 * size;
            }

            @Override
            public void left(RestingOrder order) {
                alive.remove(order);
            }
        });
        SplittableRandom dice = new SplittableRandom(seed);
        for (int step = 0; step < 5_000; step++) {
            Side side = dice.nextBoolean() ? Side.YES : Side.NO;
            long size = 1 + dice.nextLong(1000);
            if (dice.nextInt(3) > 0 || alive.isEmpty()) {
                volumes[0] += size;
                random.limit(side, 1 + dice.nextInt(TICKS - 1), size).ifPresent(alive::add);
            } else if (dice.nextBoolean()) {
                RestingOrder order = alive.get(dice.nextInt(alive.size()));
                volumes[2] += order.remaining;
                random.cancel(order);
            } else {
                volumes[0] += size;
                volumes[2] += random.take(side, 1 + dice.nextInt(TICKS - 1), size);
            }
            assertThat(random.best(Side.YES) + random.best(Side.NO))
                    .as("seed %d", seed)
                    .isLessThan(TICKS);
        }
        long resting = 0;
        for (Side side : Side.values()) {
            for (int tick = 1; tick < TICKS; tick++) {
                assertThat(random.sizeAt(side, tick)).as("seed %d", seed).isEqualTo(fold[side.bit()][tick]);
                resting += fold[side.bit()][tick];
            }
        }
        assertThat(volumes[1] + volumes[2] + resting).as("seed %d", seed).isEqualTo(volumes[0]);
    }
}

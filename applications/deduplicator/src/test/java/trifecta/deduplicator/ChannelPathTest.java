package trifecta.deduplicator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import trifecta.deduplicator.ChannelPath.Sameness;
import trifecta.market.Times;

class ChannelPathTest {
    private final Map<Long, String> rows = new TreeMap<>();
    private final ChannelPath<String> trades = new ChannelPath<>(3, Sameness.IDENTITY);

    @Test
    void anEventThatAllLinesDeliverIsStoredOnce() {
        for (int line = 0; line < 3; line++) {
            deliver(trades, line, "a", 1);
            deliver(trades, line, "b", 2);
        }
        assertThat(rows.values()).containsExactly("a", "b");
    }

    @Test
    void anEventThatTheLeaderLostIsPutInItsPlace() {
        deliver(trades, 0, "a", 5);
        deliver(trades, 0, "c", 5);
        deliver(trades, 1, "a", 5);
        deliver(trades, 1, "b", 5);
        deliver(trades, 1, "c", 5);
        assertThat(rows.values()).containsExactly("a", "b", "c");
    }

    @Test
    void aLineThatComesBackPassesWhatTheOthersDeliveredMeanwhile() {
        deliver(trades, 0, "a", 1000);
        deliver(trades, 1, "a", 1000);
        deliver(trades, 1, "b", 2000);
        deliver(trades, 1, "c", 3000);
        trades.broke(0);
        deliver(trades, 0, "d", 3000);
        assertThat(rows.values()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void manyThousandsThatComeLateIntoOneHoleFindRoom() {
        deliver(trades, 0, "a", 1_000);
        trades.broke(0);
        deliver(trades, 0, "z", 900_000);
        deliver(trades, 1, "a", 1_000);
        List<String> expected = new ArrayList<>(List.of("a"));
        for (int i = 0; i < 50_000; i++) {
            deliver(trades, 1, "late " + i, 2_000 + i);
            expected.add("late " + i);
        }
        expected.add("z");
        assertThat(rows.values()).containsExactlyElementsOf(expected);
        assertThat(trades.displaced()).isZero();
    }

    @Test
    void whereNoNumberIsLeftARowStandsLaterAndNothingStops() {
        deliver(trades, 0, "a", 1_000);
        deliver(trades, 0, "z", 900_000);
        deliver(trades, 1, "a", 1_000);
        for (int i = 0; i < 20_000; i++) {
            deliver(trades, 1, "late " + i, 2_000 + i);
        }
        assertThat(rows).hasSize(20_002);
        assertThat(trades.displaced()).isPositive();
    }

    @Test
    void equalLifecycleContentMayComeTwice() {
        ChannelPath<String> lifecycle = new ChannelPath<>(2, Sameness.CONTENT);
        for (int line = 0; line < 2; line++) {
            deliver(lifecycle, line, "deactivated", Times.ABSENT);
            deliver(lifecycle, line, "activated", Times.ABSENT);
            deliver(lifecycle, line, "deactivated", Times.ABSENT);
        }
        assertThat(rows.values()).containsExactly("deactivated", "activated", "deactivated");
    }

    @Test
    void aRepeatedDeliveryOfATradeIsNotStored() {
        deliver(trades, 0, "a", 1);
        deliver(trades, 0, "a", 1);
        assertThat(rows.values()).containsExactly("a");
    }

    /** Any interleaving of lines that each lost some events in silence gives the union in order, as long as one line had each. */
    @Test
    void anyArrivalOrderGivesTheExchangesOrder() {
        for (long seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            rows.clear();
            ChannelPath<String> path = new ChannelPath<>(3, Sameness.IDENTITY);
            int count = 1 + random.nextInt(60);
            List<List<Integer>> lines = new ArrayList<>();
            for (int line = 0; line < 3; line++) {
                double loss = line == 0 ? 0 : random.nextDouble() * 0.3;
                lines.add(new ArrayList<>(IntStream.range(0, count)
                        .filter(_ -> random.nextDouble() >= loss)
                        .boxed()
                        .toList()));
            }
            int[] next = new int[3];
            while (IntStream.range(0, 3).anyMatch(l -> next[l] < lines.get(l).size())) {
                int line = random.nextInt(3);
                for (int burst = random.nextInt(8);
                        burst > 0 && next[line] < lines.get(line).size();
                        burst--) {
                    int event = lines.get(line).get(next[line]++);
                    // distinct milliseconds: within one, two lines with different losses may not decide the order
                    deliver(path, line, String.format("%03d", event), event * 1000L);
                }
            }
            assertThat(rows.values())
                    .as("seed %d", seed)
                    .containsExactlyElementsOf(IntStream.range(0, count)
                            .mapToObj(i -> String.format("%03d", i))
                            .toList());
        }
    }

    @Test
    void aLineThatBeginsWithAnEventWithoutTimeDoesNotPassWhatItStillDelivers() {
        ChannelPath<String> lifecycle = new ChannelPath<>(2, Sameness.CONTENT);
        receive(lifecycle, 0, "second", 2_000_000);
        receive(lifecycle, 1, "first", 1_000_000);
        receive(lifecycle, 1, "second", 2_100_000);
        assertThat(rows.values()).containsExactly("first", "second");
    }

    /** Lines begin at different times, break, and deliver equal content again and again: each event once, in order. */
    @Test
    void lifecycleEventsOfLinesThatComeAndGoAreStoredOnceInOrder() {
        for (long seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            rows.clear();
            ChannelPath<String> path = new ChannelPath<>(3, Sameness.CONTENT);
            int count = 1 + random.nextInt(80);
            int[] next = {0, random.nextInt(4), random.nextInt(4)};
            int[] outage = {count, random.nextInt(count), random.nextInt(count)};
            int[] back = {count, outage[1] + random.nextInt(10), outage[2] + random.nextInt(10)};
            while (IntStream.range(0, 3).anyMatch(line -> next[line] < count)) {
                int line = random.nextInt(3);
                for (int burst = random.nextInt(8); burst > 0 && next[line] < count; burst--) {
                    int event = next[line]++;
                    if (event >= outage[line] && event < back[line]) {
                        path.broke(line);
                    } else {
                        // the same content returns after 60 s, the lines receive an event within half a second
                        receive(path, line, "market " + event % 6, event * 10_000_000L + random.nextInt(500_000));
                    }
                }
            }
            assertThat(rows.values())
                    .as("seed %d", seed)
                    .containsExactlyElementsOf(IntStream.range(0, count)
                            .mapToObj(event -> "market " + event % 6)
                            .toList());
        }
    }

    private void receive(ChannelPath<String> path, int line, String key, long receivedAtMicros) {
        path.accept(line, key, Times.ABSENT, receivedAtMicros).ifPresent(seq -> rows.put(seq, key));
    }

    @Test
    void aRestoredPathGoesOnWhereItWas() {
        trades.restore("a", 1 << 20, 1000, 0);
        trades.restore("b", 2 << 20, 2000, 0);
        trades.restorePlace(0, 1 << 20, false, new long[0]);
        deliver(trades, 0, "b", 2000);
        deliver(trades, 0, "c", 3000);
        deliver(trades, 1, "b", 2000);
        assertThat(rows).containsExactly(Map.entry(3L << 20, "c"));
    }

    private void deliver(ChannelPath<String> path, int line, String key, long exchangeMicros) {
        path.accept(line, key, exchangeMicros, 0)
                .ifPresent(seq -> assertThat(rows.put(seq, key))
                        .as("number %d is given once", seq)
                        .isNull());
    }

    @Test
    void rowsThatNoLineBroughtMayShareANumberAndAreMetByTheLinesThatBringThemLater() {
        ChannelPath<String> path = new ChannelPath<>(1, ChannelPath.Sameness.IDENTITY);
        path.restore("a", 100, 1_000, 1_000);
        path.restore("b", 200, 2_000, 2_000);
        path.restore("c", 200, 2_000, 2_000);
        assertThat(path.insert("d", 150, 1_500, 1_500)).isTrue();
        assertThat(path.insert("d", 150, 1_500, 1_500)).isFalse();
        for (String known : new String[] {"a", "d", "c", "b"}) {
            assertThat(path.accept(0, known, 1_500, 1_500)).as(known).isEmpty();
        }
        assertThat(path.accept(0, "e", 3_000, 3_000))
                .hasValueSatisfying(seq -> assertThat(seq).isGreaterThan(200));
    }
}

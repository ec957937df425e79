package trifecta.gatherer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SubscriptionPlanTest {
    private static Set<String> markets(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "MARKET-" + i).collect(Collectors.toCollection(TreeSet::new));
    }

    /** A plan with what follows of all its changes: the markets of each subscription. */
    private static final class Planned {
        final SubscriptionPlan plan;
        final List<Set<String>> subscriptions = new ArrayList<>();
        private Set<String> wanted = Set.of();

        Planned(String salt, int subscriptionsMax) {
            plan = new SubscriptionPlan(salt, subscriptionsMax);
        }

        Planned next(Set<String> markets, int most) {
            Set<String> more = new TreeSet<>(markets);
            more.removeAll(wanted);
            Set<String> less = new TreeSet<>(wanted);
            less.removeAll(markets);
            Map<Integer, SubscriptionPlan.Change> changes = plan.next(more, less, most);
            while (subscriptions.size() < plan.subscriptions()) {
                subscriptions.add(new HashSet<>());
            }
            changes.forEach((number, change) -> {
                assertThat(subscriptions.get(number)).containsAll(change.less());
                change.less().forEach(subscriptions.get(number)::remove);
                change.more()
                        .forEach(market -> assertThat(subscriptions.get(number).add(market))
                                .as(market)
                                .isTrue());
            });
            wanted = markets;
            assertThat(plan.wanted()).isEqualTo(markets.size());
            return this;
        }

        Set<String> all() {
            Set<String> all = new HashSet<>();
            subscriptions.forEach(all::addAll);
            return all;
        }
    }

    @Test
    void everyMarketHasExactlyOnePlaceWithinTheLimit() {
        Planned planned = new Planned("salt", 80).next(markets(0, 10_000), 500);

        assertThat(planned.plan.unplaced()).isEmpty();
        assertThat(planned.all()).isEqualTo(markets(0, 10_000));
        assertThat(planned.subscriptions.stream().mapToInt(Set::size).sum()).isEqualTo(10_000);
        assertThat(planned.subscriptions)
                .hasSize(23)
                .allSatisfy(one -> assertThat(one).hasSizeBetween(350, 500));
    }

    @Test
    void marketsStayWhereTheyAreAndNewOnesFindRoom() {
        Planned planned = new Planned("salt", 80).next(markets(0, 1000), 100);
        List<Set<String>> before =
                planned.subscriptions.stream().<Set<String>>map(HashSet::new).toList();
        planned.next(markets(20, 1040), 100);

        for (int number = 0; number < before.size(); number++) {
            Set<String> stayed = new HashSet<>(before.get(number));
            stayed.retainAll(markets(20, 1040));
            assertThat(planned.subscriptions.get(number)).containsAll(stayed);
        }
        assertThat(planned.subscriptions).hasSameSizeAs(before);
        assertThat(planned.all()).isEqualTo(markets(20, 1040));
    }

    @Test
    void manyNewMarketsGetSubscriptionsOfTheirOwn() {
        Planned planned = new Planned("salt", 80).next(markets(0, 900), 100);
        Map<Integer, SubscriptionPlan.Change> changes = planned.plan.next(markets(900, 1800), Set.of(), 100);

        assertThat(changes.keySet())
                .hasSize(10)
                .allSatisfy(number -> assertThat(number).isBetween(10, 19));
    }

    @Test
    void aLowerLimitSplitsWhatIsTooLarge() {
        Planned planned = new Planned("salt", 80).next(markets(0, 90), 100);
        assertThat(planned.subscriptions).hasSize(1);
        planned.next(markets(0, 90), 25);

        assertThat(planned.subscriptions).allSatisfy(one -> assertThat(one).hasSizeLessThanOrEqualTo(25));
        assertThat(planned.all()).isEqualTo(markets(0, 90));
    }

    @Test
    void whatFindsNoRoomIsSaid() {
        Planned planned = new Planned("salt", 2).next(markets(0, 25), 10);

        assertThat(planned.subscriptions).hasSize(2);
        assertThat(planned.plan.unplaced()).hasSize(5);
        assertThat(planned.next(markets(0, 20), 10).plan.unplaced()).isEmpty();
        assertThat(planned.all()).isEqualTo(markets(0, 20));
    }

    @Test
    void linesWithOtherSaltsSpreadInOtherWays() {
        List<Set<String>> one = new Planned("a", 9).next(markets(0, 300), 100).subscriptions;
        List<Set<String>> other = new Planned("b", 9).next(markets(0, 300), 100).subscriptions;

        assertThat(one).isNotEqualTo(other);
        assertThat(new Planned("a", 9).next(markets(0, 300), 100).subscriptions).isEqualTo(one);
    }
}

package trifecta.gatherer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SubscriptionPlanTest {
    private static Set<String> markets(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "MARKET-" + i).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> all(SubscriptionPlan plan) {
        Set<String> all = new HashSet<>();
        plan.subscriptions().forEach(all::addAll);
        return all;
    }

    @Test
    void everyMarketHasExactlyOnePlaceWithinTheLimit() {
        SubscriptionPlan plan = SubscriptionPlan.empty().next(markets(0, 10_000), "salt", 500, 80);

        assertThat(plan.unplaced()).isEmpty();
        assertThat(all(plan)).isEqualTo(markets(0, 10_000));
        assertThat(plan.subscriptions().stream().mapToInt(Set::size).sum()).isEqualTo(10_000);
        assertThat(plan.subscriptions())
                .hasSize(23)
                .allSatisfy(one -> assertThat(one).hasSizeBetween(350, 500));
    }

    @Test
    void marketsStayWhereTheyAreAndNewOnesFindRoom() {
        SubscriptionPlan before = SubscriptionPlan.empty().next(markets(0, 1000), "salt", 100, 80);
        SubscriptionPlan after = before.next(markets(20, 1040), "salt", 100, 80);

        for (int number = 0; number < before.subscriptions().size(); number++) {
            Set<String> stayed = new HashSet<>(before.subscriptions().get(number));
            stayed.retainAll(markets(20, 1040));
            assertThat(after.subscriptions().get(number)).containsAll(stayed);
        }
        assertThat(all(after)).isEqualTo(markets(20, 1040));
    }

    @Test
    void aLowerLimitSplitsWhatIsTooLarge() {
        SubscriptionPlan before = SubscriptionPlan.empty().next(markets(0, 90), "salt", 100, 80);
        SubscriptionPlan after = before.next(markets(0, 90), "salt", 25, 80);

        assertThat(before.subscriptions()).hasSize(1);
        assertThat(after.subscriptions()).allSatisfy(one -> assertThat(one).hasSizeLessThanOrEqualTo(25));
        assertThat(all(after)).isEqualTo(markets(0, 90));
    }

    @Test
    void whatFindsNoRoomIsSaid() {
        SubscriptionPlan plan = SubscriptionPlan.empty().next(markets(0, 25), "salt", 10, 2);

        assertThat(plan.subscriptions()).hasSize(2);
        assertThat(plan.unplaced()).hasSize(5);
        assertThat(plan.next(markets(0, 20), "salt", 10, 2).unplaced()).isEmpty();
    }

    @Test
    void linesWithOtherSaltsSpreadInOtherWays() {
        List<Set<String>> one =
                SubscriptionPlan.empty().next(markets(0, 300), "a", 100, 9).subscriptions();
        List<Set<String>> other =
                SubscriptionPlan.empty().next(markets(0, 300), "b", 100, 9).subscriptions();

        assertThat(one).isNotEqualTo(other);
        assertThat(SubscriptionPlan.empty().next(markets(0, 300), "a", 100, 9).subscriptions())
                .isEqualTo(one);
    }
}

package trifecta.market.arbitration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import trifecta.market.arbitration.Scenario.Trouble;

/** A failing seed is named in the failure; {@code -Darbiter.seed=N} replays that one alone. */
final class ArbiterSimulationTest {
    private static final long SEEDS = 200;
    private static final int LINES_MAX = 8;

    private interface Check {
        void accept(long seed, Scenario scenario);
    }

    private static void forSeeds(long first, Check check) {
        Long only = Long.getLong("arbiter.seed");
        for (long seed = first; seed < first + SEEDS; seed++) {
            if (only == null || only == seed) {
                check.accept(seed, new Scenario(seed, troubles(seed)));
            }
        }
    }

    private static Set<Trouble> troubles(long seed) {
        Random random = new Random(seed * 31);
        Set<Trouble> troubles = EnumSet.noneOf(Trouble.class);
        for (Trouble trouble : Trouble.values()) {
            if (random.nextInt(3) > 0) {
                troubles.add(trouble);
            }
        }
        return troubles;
    }

    private static Arbiter arbiter() {
        return new Arbiter(LINES_MAX, Limits.standard(), new Statistics());
    }

    private static StoredChain merge(List<Seen> events) {
        Arbiter arbiter = arbiter();
        StoredChain store = new StoredChain();
        for (Seen event : events) {
            event.give(arbiter);
            store.apply(arbiter.drain());
        }
        return store;
    }

    @Test
    void whatTheLinesDeliverIsMergedExactlyOrMarked() {
        List<String> bad = new ArrayList<>();
        forSeeds(0, (seed, scenario) -> {
            List<Seen> events = scenario.events();
            List<String> faults = new Verdict(scenario, merge(events).rows()).faults();
            if (!faults.isEmpty()) {
                bad.add("seed " + seed + " " + troubles(seed) + ": " + faults.size() + " faults, first: "
                        + faults.getFirst());
            }
        });
        assertThat(bad).isEmpty();
    }

    @Test
    void draining_seldom_stores_the_same_as_draining_at_every_event() {
        forSeeds(1000, (seed, scenario) -> {
            List<Seen> events = scenario.events();
            Random random = new Random(seed);
            Arbiter arbiter = arbiter();
            StoredChain store = new StoredChain();
            for (Seen event : events) {
                event.give(arbiter);
                if (random.nextInt(50) == 0) {
                    store.apply(arbiter.drain());
                }
            }
            store.apply(arbiter.drain());
            assertSame(seed, store.describe(), merge(events).describe());
        });
    }

    @Test
    void an_arbiter_that_was_saved_and_restored_goes_on_like_one_that_never_stopped() {
        forSeeds(2000, (seed, scenario) -> {
            List<Seen> events = scenario.events();
            Random random = new Random(seed);
            Arbiter arbiter = arbiter();
            StoredChain store = new StoredChain();
            for (Seen event : events) {
                event.give(arbiter);
                store.apply(arbiter.drain());
                if (random.nextInt(30) == 0) {
                    byte[] state = arbiter.save();
                    List<Row> rows = store.rows(Arbiter.firstSeqNeeded(state), Long.MAX_VALUE);
                    arbiter = Arbiter.restore(state, rows, LINES_MAX, Limits.standard(), new Statistics());
                    assertThat(arbiter.drain().isEmpty()).as("seed " + seed).isTrue();
                    assertThat(arbiter.save()).as("seed " + seed).isEqualTo(state);
                }
            }
            StoredChain whole = merge(events);
            assertSame(seed, store.describe(), whole.describe());
            assertThat(store.rows().stream().map(Row::seq))
                    .as("seed " + seed)
                    .isEqualTo(whole.rows().stream().map(Row::seq).toList());
        });
    }

    @Test
    void rows_that_left_the_memory_and_came_back_change_nothing() {
        forSeeds(3000, (seed, scenario) -> {
            List<Seen> events = scenario.events();
            Random random = new Random(seed);
            Arbiter arbiter = arbiter();
            StoredChain store = new StoredChain();
            long latest = 0;
            int evicted = 0;
            for (Seen event : events) {
                if (event.truth() >= 0) {
                    latest = Math.max(latest, event.change().exchangeMicros());
                    remember(arbiter, store, event, random);
                }
                event.give(arbiter);
                store.apply(arbiter.drain());
                if (random.nextInt(20) == 0) {
                    evicted += arbiter.evict(latest - random.nextLong(2_000_000));
                }
            }
            assertThat(evicted).isPositive();
            assertSameUpToDoubt(seed, store.describe(), merge(events).describe());
        });
    }

    /** Rows contested by a fork that nobody remembers any more stay disputed when they come back: more doubt, never less. */
    private static void assertSameUpToDoubt(long seed, List<String> actual, List<String> expected) {
        assertSame(seed, withoutDoubt(actual), withoutDoubt(expected));
        for (int i = 0; i < actual.size(); i++) {
            if (expected.get(i).contains(" disputed")) {
                assertThat(actual.get(i)).as("seed " + seed).contains(" disputed");
            }
        }
    }

    private static List<String> withoutDoubt(List<String> chain) {
        return chain.stream().map(row -> row.replace(" disputed", "")).toList();
    }

    /** Loads older rows in pieces until the event finds what it needs. */
    private static void remember(Arbiter arbiter, StoredChain store, Seen event, Random random) {
        while (arbiter.needsHistory(event.line(), event.change().exchangeMicros())) {
            List<Row> older = store.rows(Long.MIN_VALUE, arbiter.firstSeq());
            int from = Math.max(0, older.size() - 1 - random.nextInt(100));
            arbiter.prepend(older.subList(from, older.size()), from == 0);
        }
    }

    @Test
    void without_losses_the_order_of_arrival_changes_nothing() {
        forSeeds(4000, (seed, scenario) -> {
            Set<Trouble> troubles = troubles(seed);
            troubles.removeAll(Set.of(Trouble.LOSSES, Trouble.STALE_SNAPSHOTS, Trouble.PERMUTATIONS));
            Scenario calm = new Scenario(seed, troubles);
            List<Seen> events = calm.events();
            Random random = new Random(seed);
            for (int i = 0; i < 3; i++) {
                List<String> chain = content(merge(delayed(events, random)));
                assertSame(seed, chain, content(merge(events)));
            }
        });
    }

    /** Each line delivers the same in the same order, but whole lines are slower or faster than each other. */
    private static List<Seen> delayed(List<Seen> events, Random random) {
        double[] delay = random.doubles(LINES_MAX, 0, 2000).toArray();
        List<Seen> moved = new ArrayList<>(events);
        moved.sort(java.util.Comparator.comparingDouble(seen -> seen.arrival() + delay[seen.line()]));
        return moved;
    }

    /** Says where two chains begin to differ, instead of showing both. */
    private static void assertSame(long seed, List<String> actual, List<String> expected) {
        int same = 0;
        while (same < actual.size()
                && same < expected.size()
                && actual.get(same).equals(expected.get(same))) {
            same++;
        }
        assertThat(actual.subList(same, Math.min(same + 3, actual.size())))
                .as("seed %d from row %d of %d and %d", seed, same, actual.size(), expected.size())
                .isEqualTo(expected.subList(same, Math.min(same + 3, expected.size())));
    }

    private static List<String> content(StoredChain store) {
        return store.rows().stream()
                .map(row -> (row.opensRun() ? "gap " : "") + row.origin().n())
                .toList();
    }
}

package trifecta.gatherer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import trifecta.market.Splitmix;

/**
 * Spreads markets over order-book subscriptions, so that each mixes busy and idle ones: by a hash of ticker and salt, and each
 * line has its own salt. Pure. A market stays where it is as long as it is wanted and its subscription is within the limit.
 *
 * @param subscriptions the markets of each subscription, by its number
 * @param unplaced wanted markets for which no subscription has room
 */
record SubscriptionPlan(List<Set<String>> subscriptions, Set<String> unplaced) {
    /** Subscriptions are opened for this much of the limit, so that new markets find room without another one. */
    private static final double FILLED = 0.9;

    /** Before anything is wanted. */
    static SubscriptionPlan empty() {
        return new SubscriptionPlan(List.of(), Set.of());
    }

    /**
     * The next plan.
     *
     * @param marketsMax most markets of one subscription
     * @param subscriptionsMax most subscriptions
     */
    SubscriptionPlan next(Collection<String> wanted, String salt, int marketsMax, int subscriptionsMax) {
        Set<String> waiting = new TreeSet<>(wanted);
        List<Set<String>> next = new ArrayList<>();
        for (Set<String> former : subscriptions) {
            Set<String> kept = new HashSet<>();
            for (String ticker : new TreeSet<>(former)) {
                if (kept.size() < marketsMax && waiting.remove(ticker)) {
                    kept.add(ticker);
                }
            }
            next.add(kept);
        }
        int needed = (int) Math.ceil(wanted.size() / Math.max(1, Math.floor(marketsMax * FILLED)));
        while (next.size() < Math.min(needed, subscriptionsMax)) {
            next.add(new HashSet<>());
        }
        Set<String> unplaced = new TreeSet<>();
        for (String ticker : waiting) {
            int best = best(ticker, salt, next, marketsMax);
            if (best < 0 && next.size() < subscriptionsMax) {
                next.add(new HashSet<>());
                best = next.size() - 1;
            }
            if (best < 0) {
                unplaced.add(ticker);
            } else {
                next.get(best).add(ticker);
            }
        }
        return new SubscriptionPlan(List.copyOf(next), unplaced);
    }

    /** Rendezvous hashing among the subscriptions with room; -1 when none has. */
    private static int best(String ticker, String salt, List<Set<String>> subscriptions, int marketsMax) {
        int best = -1;
        long bestWeight = 0;
        long hash = hash(ticker, hash(salt, 0));
        for (int number = 0; number < subscriptions.size(); number++) {
            long weight = Splitmix.mix(hash + number * 0x9E3779B97F4A7C15L);
            if (subscriptions.get(number).size() < marketsMax && (best < 0 || weight > bestWeight)) {
                best = number;
                bestWeight = weight;
            }
        }
        return best;
    }

    private static long hash(String text, long seed) {
        long hash = seed;
        for (int i = 0; i < text.length(); i++) {
            hash = Splitmix.mix(hash + text.charAt(i));
        }
        return hash;
    }
}

package trifecta.gatherer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import trifecta.market.Splitmix;

/**
 * Spreads markets over order-book subscriptions, so that each mixes busy and idle ones: by a hash of ticker and salt, and each
 * line has its own salt. Without I/O; single-threaded. A market stays where it is as long as it is wanted and its subscription is
 * within the limit.
 *
 * <p>Many new markets get subscriptions of their own, so that each is subscribed to by one command: every addition to a subscription
 * is answered with its whole list.
 */
final class SubscriptionPlan {
    /** Subscriptions are opened for this much of the limit, so that new markets find room without another one. */
    private static final double FILLED = 0.9;

    private static final int CHOICES = 2;

    /** What changes for one subscription. */
    record Change(List<String> more, List<String> less) {
        Change() {
            this(new ArrayList<>(), new ArrayList<>());
        }
    }

    private final long salt;
    private final int subscriptionsMax;
    private final Map<String, Integer> places = new HashMap<>();
    private final Set<String> unplaced = new LinkedHashSet<>();
    private int[] sizes = {};
    /** Boxed once and for all: each market keeps one of these. */
    private Integer[] numbers = {};

    private int marketsMax = Integer.MAX_VALUE;

    /** @param subscriptionsMax most subscriptions */
    SubscriptionPlan(String salt, int subscriptionsMax) {
        this.salt = hash(salt, 0);
        this.subscriptionsMax = subscriptionsMax;
    }

    int subscriptions() {
        return sizes.length;
    }

    /** Markets that are wanted in all. */
    int wanted() {
        return places.size() + unplaced.size();
    }

    /** Wanted markets for which no subscription has room. */
    Set<String> unplaced() {
        return unplaced;
    }

    /** The subscription of a market; null for one without. */
    @Nullable Integer place(String market) {
        return places.get(market);
    }

    /**
     * Goes on to the next plan.
     *
     * @param more markets that are wanted too
     * @param less markets that are wanted no longer
     * @param most markets of one subscription at most
     * @return what changes, by the subscription's number
     */
    Map<Integer, Change> next(Collection<String> more, Collection<String> less, int most) {
        Map<Integer, Change> changes = new TreeMap<>();
        for (String market : less) {
            unplaced.remove(market);
            Integer place = places.remove(market);
            if (place != null) {
                sizes[place]--;
                change(changes, place).less.add(market);
            }
        }
        Set<String> waiting = new LinkedHashSet<>(unplaced);
        unplaced.clear();
        for (String market : more) {
            if (!places.containsKey(market)) {
                waiting.add(market);
            }
        }
        if (most < marketsMax) {
            takeBack(most, waiting, changes);
        }
        marketsMax = most;
        place(waiting, changes);
        return changes;
    }

    /** What is too much under a lower limit looks for another place. */
    private void takeBack(int most, Set<String> waiting, Map<Integer, Change> changes) {
        places.entrySet().removeIf(entry -> {
            int place = entry.getValue();
            boolean over = sizes[place] > most;
            if (over) {
                sizes[place]--;
                change(changes, place).less.add(entry.getKey());
                waiting.add(entry.getKey());
            }
            return over;
        });
    }

    private void place(Set<String> waiting, Map<Integer, Change> changes) {
        int filled = (int) Math.max(1, Math.floor(marketsMax * FILLED));
        int before = sizes.length;
        boolean many = waiting.size() >= filled;
        long needed = (wanted() + waiting.size() + (long) filled - 1) / filled;
        grow(many ? before + (waiting.size() + filled - 1L) / filled : Math.max(before, needed));
        int first = many && sizes.length > before ? before : 0;
        for (String market : waiting) {
            int place = isFull() ? -1 : find(market, first);
            if (place < 0 && first > 0 && !isFull()) {
                place = find(market, 0);
            }
            if (place < 0 && sizes.length < subscriptionsMax) {
                grow(sizes.length + 1L);
                place = sizes.length - 1;
            }
            if (place < 0) {
                unplaced.add(market);
            } else {
                sizes[place]++;
                places.put(market, numbers[place]);
                change(changes, numbers[place]).more.add(market);
            }
        }
    }

    private boolean isFull() {
        return places.size() >= (long) sizes.length * marketsMax;
    }

    private void grow(long wanted) {
        int before = sizes.length;
        int after = (int) Math.min(wanted, subscriptionsMax);
        if (after > before) {
            sizes = Arrays.copyOf(sizes, after);
            numbers = Arrays.copyOf(numbers, after);
            for (int number = before; number < after; number++) {
                numbers[number] = number;
            }
        }
    }

    /**
     * A subscription with room, from {@code first} on: the emptier one of two that the hash chooses, so that all fill alike; -1 when none
     * has room.
     */
    private int find(String market, int first) {
        int count = sizes.length - first;
        if (count <= 0) {
            return -1;
        }
        long hash = hash(market, salt);
        int best = -1;
        for (int choice = 0; choice < CHOICES; choice++) {
            hash = Splitmix.mix(hash + 0x9E3779B97F4A7C15L);
            int at = first + (int) Long.remainderUnsigned(hash, count);
            if (sizes[at] < marketsMax && (best < 0 || sizes[at] < sizes[best])) {
                best = at;
            }
        }
        for (int at = first; best < 0 && at < sizes.length; at++) {
            best = sizes[at] < marketsMax ? at : -1;
        }
        return best;
    }

    private static Change change(Map<Integer, Change> changes, Integer place) {
        return changes.computeIfAbsent(place, unchanged -> new Change());
    }

    private static long hash(String text, long seed) {
        long hash = seed;
        for (int i = 0; i < text.length(); i++) {
            hash = Splitmix.mix(hash + text.charAt(i));
        }
        return hash;
    }
}

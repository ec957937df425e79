package trifecta.deduplicator;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which markets have an open span on one line, and on which of its subscriptions: a break names a subscription, the arbiter wants
 * markets. Single-threaded.
 */
final class OpenSpans {
    /** A subscription of a line: the connection's number within the boot and the exchange's number on it. */
    record Subscription(int connection, int sid) {}

    private final Map<String, Subscription> subscriptions = new HashMap<>();
    private final Map<Subscription, Set<String>> markets = new HashMap<>();
    /** Spans whose place in the path was given up, with the hash of the book after their last event. */
    private final Map<String, Long> parked = new HashMap<>();

    void open(String market, int connection, int sid) {
        close(market);
        Subscription subscription = new Subscription(connection, sid);
        subscriptions.put(market, subscription);
        markets.computeIfAbsent(subscription, _ -> new HashSet<>()).add(market);
    }

    /** The span goes on, but its place in the path was given up. */
    void park(String market, long bookHash) {
        parked.put(market, bookHash);
    }

    /** Hash of the book from which a parked span goes on; null when it is not parked. */
    @Nullable Long parked(String market) {
        return parked.get(market);
    }

    /** The same, and it is parked no more. */
    @Nullable Long unpark(String market) {
        return parked.remove(market);
    }

    void close(String market) {
        parked.remove(market);
        Subscription subscription = subscriptions.remove(market);
        if (subscription != null) {
            Set<String> rest = markets.get(subscription);
            if (rest != null && rest.remove(market) && rest.isEmpty()) {
                markets.remove(subscription);
            }
        }
    }

    @Nullable Subscription of(String market) {
        return subscriptions.get(market);
    }

    /**
     * Closes the spans of a subscription.
     *
     * @param connection 0 for the whole line
     * @param sid 0 for the whole connection
     * @return their markets
     */
    List<String> closeAll(int connection, int sid) {
        List<String> closed = markets.entrySet().stream()
                .filter(e -> connection == 0 || e.getKey().connection() == connection)
                .filter(e -> sid == 0 || e.getKey().sid() == sid)
                .flatMap(e -> e.getValue().stream())
                .sorted()
                .toList();
        closed.forEach(this::close);
        return closed;
    }
}

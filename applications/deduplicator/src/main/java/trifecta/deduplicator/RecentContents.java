package trifecta.deduplicator;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;

/**
 * The contents seen lately, so that a state that three lines deliver is sent to production once. A forgotten one is sent
 * again and found there by its key: the bound costs work, never correctness.
 *
 * @param <K> what identifies a content
 */
final class RecentContents<K> {
    private final int most;
    private final Set<K> seen = new HashSet<>();
    private final ArrayDeque<K> order = new ArrayDeque<>();

    RecentContents(int most) {
        this.most = most;
    }

    /** Whether the content is new; it is known from then on. */
    boolean add(K content) {
        if (!seen.add(content)) {
            return false;
        }
        order.add(content);
        if (order.size() > most) {
            seen.remove(order.remove());
        }
        return true;
    }
}

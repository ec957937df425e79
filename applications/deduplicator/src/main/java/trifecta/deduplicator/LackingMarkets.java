package trifecta.deduplicator;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Markets that no line has though one should, kept by the merge; and those of them of which the exchange's list says that they are
 * over, or nothing at all any more: their end was told while nobody listened. Safe for the merge and the metadata at once.
 */
final class LackingMarkets {
    private final Set<String> lacking = new HashSet<>();
    private Set<String> gone = new HashSet<>();

    /** Begins anew from what production has. */
    synchronized void restore(Collection<String> markets) {
        lacking.clear();
        lacking.addAll(markets);
    }

    synchronized void add(String market) {
        lacking.add(market);
    }

    /** @return whether it lacked until now */
    synchronized boolean remove(String market) {
        return lacking.remove(market);
    }

    synchronized boolean contains(String market) {
        return lacking.contains(market);
    }

    synchronized int size() {
        return lacking.size();
    }

    /** What lacks now. */
    synchronized Set<String> now() {
        return Set.copyOf(lacking);
    }

    /** Of these nothing more will come. */
    synchronized void gone(Collection<String> markets) {
        gone.addAll(markets);
    }

    /** Those that are gone, each told once. */
    synchronized Set<String> takeGone() {
        Set<String> taken = gone;
        gone = new HashSet<>();
        return taken;
    }
}

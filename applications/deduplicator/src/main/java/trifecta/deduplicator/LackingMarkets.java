package trifecta.deduplicator;

import java.util.HashSet;
import java.util.Set;

/**
 * Markets that no line has though one should, as the merge last saw them, and those of them of which the exchange says that they
 * are over, or nothing at all any more: their end was told while nobody listened. Shared by the merge and the metadata.
 */
final class LackingMarkets {
    private Set<String> lacking = Set.of();
    private Set<String> gone = Set.of();

    /** The merge tells what lacks now. */
    synchronized void lacking(Set<String> markets) {
        lacking = Set.copyOf(markets);
    }

    /** What lacks now. */
    synchronized Set<String> now() {
        return lacking;
    }

    /** Of these nothing more will come. */
    synchronized void gone(Set<String> markets) {
        Set<String> all = new HashSet<>(gone);
        all.addAll(markets);
        gone = Set.copyOf(all);
    }

    /** Those that are gone, each told once. */
    synchronized Set<String> takeGone() {
        Set<String> taken = gone;
        gone = Set.of();
        return taken;
    }
}

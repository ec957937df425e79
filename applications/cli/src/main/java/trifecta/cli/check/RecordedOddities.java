package trifecta.cli.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the record says of single events that some line was told wrongly, or lost without being able to see it. */
final class RecordedOddities {
    /** Events by the connections that they vanished from. */
    private final Map<Long, List<Integer>> dropped = new HashMap<>();

    private final Set<Long> skewed = new HashSet<>();
    /** By market: events that a snapshot did not show though they stood before it, as {behind, last}. */
    private final Map<Integer, List<long[]>> outdated = new HashMap<>();

    /** An event vanished from a subscription, and no number tells. */
    void dropped(long index, int connection) {
        dropped.computeIfAbsent(index, any -> new ArrayList<>()).add(connection);
    }

    /** Connections that lack an event and cannot know it. */
    List<Integer> unaware(long index) {
        return dropped.getOrDefault(index, List.of());
    }

    /** An event was told with another time. */
    void skewed(long index) {
        skewed.add(index);
    }

    /**
     * A snapshot showed an old book.
     *
     * @param behind the last event that it showed
     * @param last the last event that it should have shown
     */
    void outdated(int market, long behind, long last) {
        outdated.computeIfAbsent(market, any -> new ArrayList<>()).add(new long[] {behind, last});
    }

    boolean isSkewed(long index) {
        return skewed.contains(index);
    }

    /** Whether some line could not see that it lacks this event. */
    boolean isSilent(int market, long index) {
        return dropped.containsKey(index)
                || outdated.getOrDefault(market, List.of()).stream()
                        .anyMatch(range -> range[0] < index && index <= range[1]);
    }
}

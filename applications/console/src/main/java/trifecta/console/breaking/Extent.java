package trifecta.console.breaking;

import java.util.Collection;
import java.util.List;
import trifecta.service.status.Leader;

/**
 * What there is to break.
 *
 * @param lines how many, numbered from 1
 * @param deduplicators their processes' names
 */
public record Extent(int lines, List<String> deduplicators) {
    /** Of a stack of these processes. */
    public static Extent of(Collection<String> processes) {
        int lines = (int)
                processes.stream().filter(name -> name.startsWith("gatherer-")).count();
        return new Extent(
                lines, processes.stream().filter(Leader::isDeduplicator).toList());
    }
}

package trifecta.service.status;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the deduplicator that merges among those that answer. Pure. */
public final class Leader {
    private static final String PREFIX = "deduplicator-";

    private Leader() {}

    /** Whether a process is a deduplicator. */
    public static boolean isDeduplicator(String process) {
        return process.startsWith(PREFIX);
    }

    /** The process that leads; the one of the latest term when two say so, one that stands by when none does. */
    public static Optional<String> process(Map<String, Status> statuses) {
        return all(statuses).stream().findFirst().map(Map.Entry::getKey);
    }

    /** What the one that leads says; empty when none answers. */
    public static Optional<Status> status(Map<String, Status> statuses) {
        return all(statuses).stream().findFirst().map(Map.Entry::getValue);
    }

    private static List<Map.Entry<String, Status>> all(Map<String, Status> statuses) {
        return statuses.entrySet().stream()
                .filter(each -> isDeduplicator(each.getKey()))
                .sorted(Comparator.<Map.Entry<String, Status>>comparingLong(
                                each -> each.getValue().count("term").orElse(0))
                        .reversed())
                .toList();
    }
}

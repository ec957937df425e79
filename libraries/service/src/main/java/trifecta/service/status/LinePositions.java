package trifecta.service.status;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How far lines and merge are, as their statuses say. Positions order by boot first: an earlier life's numbers say nothing. */
public final class LinePositions {
    private LinePositions() {}

    private static String gatherer(int line) {
        return "gatherer-" + line;
    }

    /** Whether all gatherers are live and the merge follows all of them. */
    public static boolean allLive(Map<String, Status> statuses, int lines) {
        for (int line = 1; line <= lines; line++) {
            Status gatherer = statuses.get(gatherer(line));
            if (gatherer == null || !"live".equals(gatherer.text("state"))) {
                return false;
            }
        }
        return Leader.status(statuses)
                .map(merge -> merge.list("lines").stream()
                        .filter(line -> "live".equals(line.text("state")))
                        .count())
                .filter(live -> live == lines)
                .isPresent();
    }

    /** What each gatherer has received up to now; empty until every one of them answers. */
    public static Optional<Map<Integer, LinePosition>> received(Map<String, Status> statuses, int lines) {
        Map<Integer, LinePosition> received = new TreeMap<>();
        for (int line = 1; line <= lines; line++) {
            Status gatherer = statuses.get(gatherer(line));
            if (gatherer == null || !gatherer.has("boot") || !gatherer.has("journalN")) {
                return Optional.empty();
            }
            received.put(line, position(gatherer, "journalN"));
        }
        return Optional.of(received);
    }

    /** Whether production has all of it, of every line. */
    public static boolean merged(Map<String, Status> statuses, Map<Integer, LinePosition> wanted) {
        Status merge = Leader.status(statuses).orElse(null);
        if (merge == null || wanted.isEmpty()) {
            return false;
        }
        Map<Integer, LinePosition> reached = new TreeMap<>();
        merge.list("lines").forEach(line -> reached.put((int) line.number("line"), position(line, "n")));
        return wanted.entrySet().stream().allMatch(each -> {
            LinePosition there = reached.get(each.getKey());
            return there != null && there.compareTo(each.getValue()) >= 0;
        });
    }

    private static LinePosition position(Status status, String field) {
        return new LinePosition((int) status.number("boot"), (long) status.number(field));
    }
}

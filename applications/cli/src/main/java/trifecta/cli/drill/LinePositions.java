package trifecta.cli.drill;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import trifecta.cli.up.Leader;
import trifecta.cli.up.Stack;
import trifecta.market.Position;
import trifecta.service.status.Status;

/** How far lines and merge are, as their statuses say. Positions order by boot first: an earlier life's numbers say nothing. */
final class LinePositions {
    private LinePositions() {}

    /** What each gatherer has received up to now; empty until every one of them answers. */
    static Optional<Map<Integer, Position>> received(Map<String, Status> statuses, int lines) {
        Map<Integer, Position> received = new TreeMap<>();
        for (int line = 1; line <= lines; line++) {
            Status gatherer = statuses.get(Stack.gatherer(line));
            if (gatherer == null || !gatherer.has("boot") || !gatherer.has("journalN")) {
                return Optional.empty();
            }
            received.put(line, position(gatherer, "journalN"));
        }
        return Optional.of(received);
    }

    /** Whether production has all of it, of every line. */
    static boolean merged(Map<String, Status> statuses, Map<Integer, Position> wanted) {
        Status merge = Leader.status(statuses).orElse(null);
        if (merge == null || wanted.isEmpty()) {
            return false;
        }
        Map<Integer, Position> reached = new TreeMap<>();
        merge.list("lines").forEach(line -> reached.put((int) line.number("line"), position(line, "n")));
        return wanted.entrySet().stream().allMatch(each -> {
            Position there = reached.get(each.getKey());
            return there != null && there.compareTo(each.getValue()) >= 0;
        });
    }

    private static Position position(Status status, String field) {
        return new Position((int) status.number("boot"), (long) status.number(field));
    }
}

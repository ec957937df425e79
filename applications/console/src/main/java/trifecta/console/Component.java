package trifecta.console;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A process that the console watches.
 *
 * @param id what the page knows it by: {@code line-2}, {@code production}, {@code exchange}
 * @param name what people call it
 * @param line the line's number; 0 for what is not a line
 * @param statuses where it tells its status; of a deduplicator also where its standby does
 */
record Component(String id, String name, Role role, int line, List<URI> statuses) {

    /** What a process does, and within what time it is promised to be back after a failure. */
    enum Role {
        GATHERER(Duration.ofMinutes(5)),
        DEDUPLICATOR(Duration.ofMinutes(10)),
        EXCHANGE(Duration.ofMinutes(5));

        private final Duration recoveryTarget;

        Role(Duration recoveryTarget) {
            this.recoveryTarget = recoveryTarget;
        }

        Duration recoveryTarget() {
            return recoveryTarget;
        }
    }

    static Component gatherer(int line, URI status) {
        return new Component("line-" + line, "Line " + line, Role.GATHERER, line, List.of(status));
    }

    /** Where each of its processes tells its status, by the name that a stack gives the process. */
    Map<String, URI> processes() {
        Map<String, URI> processes = new LinkedHashMap<>();
        for (int number = 1; number <= statuses.size(); number++) {
            String name = switch (role) {
                case GATHERER -> "gatherer-" + line;
                case DEDUPLICATOR -> "deduplicator-" + number;
                case EXCHANGE -> "exchange";
            };
            processes.put(name, statuses.get(number - 1));
        }
        return processes;
    }

    /** The one that leads of all of them. */
    static Component deduplicator(List<URI> statuses) {
        return new Component("production", "Merged", Role.DEDUPLICATOR, 0, List.copyOf(statuses));
    }

    static Component exchange(URI status) {
        return new Component("exchange", "Exchange", Role.EXCHANGE, 0, List.of(status));
    }
}

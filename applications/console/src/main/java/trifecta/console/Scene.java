package trifecta.console;

import java.util.List;
import java.util.Optional;

/** All that is known at one second: what alerts and the verdict are derived from. */
record Scene(List<Lane> lines, Optional<Lane> merged, Optional<Lane> exchange, Storage storage) {

    long linesLive() {
        return lines.stream().filter(Scene::carries).count();
    }

    /** Whether a line takes in data for its markets, be it behind or without some of them. */
    static boolean carries(Lane line) {
        return switch (line.finding().condition()) {
            case LIVE, DEGRADED, BROKEN, RESTARTED -> true;
            case UNSEEN, STARTING, SILENT, GAP, STORE_DOWN, DOWN -> false;
        };
    }

    /** What the deduplicator last said; empty when it never did. */
    Status merge() {
        return merged.map(Lane::status).orElse(Status.EMPTY);
    }

    /** Whether rows reach production. */
    boolean merging() {
        return merged.map(lane -> switch (lane.finding().condition()) {
                    case LIVE, DEGRADED, BROKEN, GAP, RESTARTED -> true;
                    case UNSEEN, STARTING, SILENT, STORE_DOWN, DOWN -> false;
                })
                .orElse(false);
    }
}

package trifecta.console;

import java.util.List;
import java.util.Optional;
import trifecta.service.status.Health;
import trifecta.service.status.Status;

/** All that is known at one second: what alerts and the verdict are derived from. */
record Scene(List<Lane> lines, Optional<Lane> merged, Optional<Lane> exchange, Storage storage) {

    long linesLive() {
        return lines.stream().filter(Scene::carries).count();
    }

    /** Whether a line takes in data for its markets, be it behind or without some of them. */
    static boolean carries(Lane line) {
        return line(line).receives();
    }

    /** What a line does; unlike its gatherer alone we know what it was before, and whether others receive. */
    static Health.Line line(Lane line) {
        return switch (line.finding().condition()) {
            case LIVE -> Health.Line.LIVE;
            case DEGRADED -> Health.Line.of(line.status());
            case BROKEN, RESTARTED -> Health.Line.RECEIVING;
            case UNSEEN, STARTING -> line.inFirstStart() ? Health.Line.STARTING : Health.Line.ABSENT;
            case SILENT, GAP, STORE_DOWN, DOWN -> Health.Line.ABSENT;
        };
    }

    /** What the deduplicator last said; empty when it never did. */
    Status merge() {
        return merged.map(Lane::status).orElse(Status.EMPTY);
    }

    /** Whether rows reach production. */
    boolean merging() {
        return merge(merged).merges();
    }

    private static Health.Merge merge(Optional<Lane> merged) {
        return merged.map(lane -> switch (lane.finding().condition()) {
                    case LIVE, DEGRADED, BROKEN, GAP, RESTARTED -> Health.Merge.of(lane.status());
                    case UNSEEN, STARTING -> lane.inFirstStart() ? Health.Merge.STARTING : Health.Merge.STOPPED;
                    case SILENT, STORE_DOWN, DOWN -> Health.Merge.STOPPED;
                })
                .orElse(Health.Merge.STOPPED);
    }

    /** By the rule that the status command has too. */
    Health health() {
        return Health.of(
                lines.stream().map(Scene::line).toList(),
                merge(merged),
                merge().count("openGaps").orElse(0),
                exchange.map(lane -> lane.finding().condition() != Condition.DOWN)
                                .orElse(true)
                        && !merged.map(Lane::isStandbyMissing).orElse(false));
    }
}

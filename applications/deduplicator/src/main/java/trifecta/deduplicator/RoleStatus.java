package trifecta.deduplicator;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** What one of several deduplicators tells about itself: the leader how the merge goes, the others that they stand by. */
final class RoleStatus {
    private final String name;
    private final Leadership leadership;
    private final Progress progress;
    private final InstantSource clock;
    private final Instant startedAt;

    RoleStatus(String name, Leadership leadership, Progress progress, InstantSource clock) {
        this.name = name;
        this.leadership = leadership;
        this.progress = progress;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    Map<String, Object> describe() {
        Map<String, Object> status;
        if (leadership.isHeld()) {
            status = progress.status();
            status.put("role", "leader");
            status.put("term", leadership.term());
        } else {
            String trouble = leadership.trouble();
            status = new LinkedHashMap<>();
            status.put("component", "deduplicator");
            status.put("state", trouble.isEmpty() ? "standby" : "degraded");
            status.put("startedAt", startedAt.toString());
            status.put("now", clock.instant().toString());
            status.put("production", trouble.isEmpty() ? "up" : "down");
            status.put("productionTrouble", trouble);
            status.put("role", "standby");
        }
        status.put("name", name);
        return status;
    }
}

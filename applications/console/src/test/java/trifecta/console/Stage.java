package trifecta.console;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import trifecta.service.status.Status;

/** An overview of three lines and a deduplicator under a manual clock: statuses in, seconds settled one by one. */
final class Stage {
    /** The deduplicator that waits; it is killed by this name. */
    static final String STANDBY = "standby";

    static final URI NOWHERE = URI.create("http://127.0.0.1:1/status");

    final ManualClock clock = new ManualClock();
    final Overview overview;
    private final Map<String, Map<String, Object>> said = new HashMap<>();
    private final Set<String> dead = new HashSet<>();
    private final Set<String> mute = new HashSet<>();
    private long messages;

    Stage() {
        List<Component> components = new ArrayList<>();
        for (int line = 1; line <= 3; line++) {
            components.add(Component.gatherer(line, NOWHERE));
            said.put("line-" + line, new LinkedHashMap<>(Map.of("state", "live", "boot", 1L, "breaks", 0L)));
        }
        components.add(Component.deduplicator(List.of(NOWHERE, NOWHERE)));
        said.put("production", new LinkedHashMap<>(Map.of("state", "live", "openGaps", 0L, "production", "up")));
        overview = new Overview(components, clock.instant());
    }

    /** From now on a process says this. */
    Stage says(String id, String field, Object value) {
        Objects.requireNonNull(said.get(id)).put(field, value);
        return this;
    }

    /** From now on connections to it are refused. */
    Stage kill(String id) {
        dead.add(id);
        return this;
    }

    Stage revive(String id) {
        dead.remove(id);
        return this;
    }

    /** From now on its counters stand still. */
    Stage mute(String id) {
        mute.add(id);
        return this;
    }

    /** Lets so many seconds pass. */
    Stage seconds(int seconds) {
        for (int second = 0; second < seconds; second++) {
            clock.seconds(1);
            messages += 1000;
            overview.lanes().forEach(this::tell);
            overview.tick(clock.instant());
        }
        return this;
    }

    Lane lane(String id) {
        return overview.lanes().stream()
                .filter(lane -> lane.component().id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** The alerts' headlines, worst first. */
    List<String> alerts() {
        return overview.alerts().stream().map(Alert::what).toList();
    }

    private void tell(Lane lane) {
        String id = lane.component().id();
        lane.watches().forEach(watch -> watch.asked(clock.instant()));
        Watch watch = lane.watches().getFirst();
        if (lane.component().role() == Component.Role.DEDUPLICATOR) {
            tellOfStandby(lane.watches().getLast());
        }
        if (dead.contains(id)) {
            watch.failed("connection refused");
            return;
        }
        Map<String, Object> status = Objects.requireNonNull(said.get(id));
        status.put("now", clock.instant().toString());
        if (!mute.contains(id)) {
            status.put(lane.component().role() == Component.Role.GATHERER ? "messages" : "merged", messages);
        }
        watch.answered(clock.instant(), new Status(new LinkedHashMap<>(status)));
    }

    private void tellOfStandby(Watch watch) {
        if (dead.contains(STANDBY)) {
            watch.failed("connection refused");
        } else {
            watch.answered(clock.instant(), new Status(Map.of("state", "standby", "production", "up")));
        }
    }
}

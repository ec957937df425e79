package trifecta.console;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The stretches in which one lane was not live, the newest {@link #KEPT}. Conditions that follow each other without a live
 * second between them (down, then starting) are one incident. Single-threaded.
 */
final class IncidentLog {
    /** Enough for a bad day on the page; older ones belong to the logs. */
    static final int KEPT = 40;

    private final Component component;
    private final ArrayDeque<Incident> ended = new ArrayDeque<>();
    private @Nullable Incident open;
    private boolean everLive;

    IncidentLog(Component component) {
        this.component = component;
    }

    /**
     * The lane's condition at a second.
     *
     * @param goodUntil where an incident that begins here began
     */
    void accept(Instant at, Finding finding, Instant goodUntil) {
        if (finding.condition() == Condition.LIVE) {
            everLive = true;
            close(at);
        } else if (open == null) {
            open = new Incident(
                    component, finding.condition(), finding.reason(), goodUntil, Optional.empty(), !everLive);
        } else {
            open = open.with(finding);
        }
    }

    boolean everLive() {
        return everLive;
    }

    /** The incident that lasts. */
    Optional<Incident> ongoing() {
        return Optional.ofNullable(open);
    }

    /** All that are kept, oldest first, the lasting one last. */
    List<Incident> all() {
        List<Incident> all = new ArrayList<>(ended);
        if (open != null) {
            all.add(open);
        }
        return all;
    }

    private void close(Instant at) {
        if (open == null) {
            return;
        }
        if (ended.size() == KEPT) {
            ended.removeFirst();
        }
        ended.addLast(open.endedAt(at));
        open = null;
    }
}

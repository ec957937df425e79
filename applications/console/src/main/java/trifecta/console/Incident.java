package trifecta.console;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A stretch in which a lane was not live.
 *
 * @param worst the worst condition in it
 * @param reason the reason given for that condition
 * @param from the last moment known good
 * @param to when it was live again; nothing while it lasts
 * @param first whether the lane had never been live before: a start, nothing that healed
 */
record Incident(
        Component component, Condition worst, String reason, Instant from, Optional<Instant> to, boolean first) {

    /** A database may have to be restored from its backup. */
    private static final Duration PRODUCTION_TARGET = Duration.ofMinutes(30);

    boolean ongoing() {
        return to.isEmpty();
    }

    /** Within what time it is promised to be over. */
    Duration target() {
        return worst == Condition.STORE_DOWN
                ? PRODUCTION_TARGET
                : component.role().recoveryTarget();
    }

    Incident with(Finding finding) {
        return finding.condition().worseThan(worst)
                ? new Incident(component, finding.condition(), finding.reason(), from, to, first)
                : this;
    }

    Incident endedAt(Instant end) {
        return new Incident(component, worst, reason, from, Optional.of(end), first);
    }
}

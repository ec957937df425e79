package trifecta.console;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import trifecta.service.status.Status;

/** Whether a process answers. */
sealed interface Presence {

    /** Of several processes of which one works: that one, else one that stands by, else the first. */
    static Presence ofLeader(List<Presence> all) {
        return all.stream()
                .filter(Answering.class::isInstance)
                .map(Answering.class::cast)
                .max(Comparator.comparingLong(
                        each -> each.status().count("term").orElse(0)))
                .<Presence>map(each -> each)
                .orElse(all.getFirst());
    }

    /** It answers; the newest answer. */
    record Answering(Status status) implements Presence {}

    /** It does not answer. {@code since} is its last answer, or when the console first asked. */
    record Down(Instant since, String reason) implements Presence {}

    /** It was never asked long enough to say. */
    record Unseen() implements Presence {}
}

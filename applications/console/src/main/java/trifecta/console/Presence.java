package trifecta.console;

import java.time.Instant;
import trifecta.service.status.Status;

/** Whether a process answers. */
sealed interface Presence {

    /** It answers; the newest answer. */
    record Answering(Status status) implements Presence {}

    /** It does not answer. {@code since} is its last answer, or when the console first asked. */
    record Down(Instant since, String reason) implements Presence {}

    /** It was never asked long enough to say. */
    record Unseen() implements Presence {}
}

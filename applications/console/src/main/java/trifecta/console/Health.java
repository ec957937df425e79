package trifecta.console;

import java.time.Instant;

/** Whether a process answers. */
sealed interface Health {

    /** It answers; the newest answer. */
    record Answering(Status status) implements Health {}

    /** It does not answer. {@code since} is its last answer, or when the console first asked. */
    record Down(Instant since, String reason) implements Health {}

    /** It was never asked long enough to say. */
    record Unseen() implements Health {}
}

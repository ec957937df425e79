package trifecta.console;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import trifecta.service.status.Status;

/**
 * Decides whether one process is up. A refused connection is believed at once; silence is believed after
 * {@link #SILENCE_MAX}, because a busy process may take a second. Single-threaded; the time is an argument.
 */
final class Watch {
    /** A process that has not answered for so long is down. */
    static final Duration SILENCE_MAX = Duration.ofSeconds(2);

    private final URI address;
    private @Nullable Instant firstAskedAt;
    private @Nullable Instant answeredAt;
    private @Nullable Status status;
    private @Nullable String failure;

    Watch(URI address) {
        this.address = address;
    }

    /** Where to ask. */
    URI address() {
        return address;
    }

    /** Whether it ever answered. */
    boolean everAnswered() {
        return answeredAt != null;
    }

    /** A question was sent. */
    void asked(Instant at) {
        if (firstAskedAt == null) {
            firstAskedAt = at;
        }
    }

    /** An answer arrived. */
    void answered(Instant at, Status answer) {
        answeredAt = at;
        status = answer;
        failure = null;
    }

    /** A question failed outright: refused, reset, or answered with something that is no status. */
    void failed(String reason) {
        failure = reason;
    }

    Presence presence(Instant now) {
        Instant heardAt = answeredAt == null ? firstAskedAt : answeredAt;
        if (heardAt == null) {
            return new Presence.Unseen();
        }
        if (failure != null) {
            return new Presence.Down(heardAt, failure);
        }
        if (!now.isBefore(heardAt.plus(SILENCE_MAX))) {
            return new Presence.Down(heardAt, "no answer for " + SILENCE_MAX.toSeconds() + " s");
        }
        return status == null ? new Presence.Unseen() : new Presence.Answering(status);
    }
}

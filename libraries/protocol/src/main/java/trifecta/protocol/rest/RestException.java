package trifecta.protocol.rest;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A call failed for good. The message says operation and fact in one sentence, the hint what to do. */
public final class RestException extends Exception {
    private final Kind kind;
    private final OptionalInt httpStatus;
    private final String hint;

    /** What kind of failure. */
    public enum Kind {
        /** The exchange refused the call (4xx): it will refuse it again. */
        REFUSED,
        /** Not reachable, too slow, too busy or broken (429, 5xx) in every attempt: it may work later. */
        UNAVAILABLE,
        /** The answer is not what the exchange documents. */
        MALFORMED
    }

    RestException(Kind kind, String message, OptionalInt httpStatus, String hint, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.httpStatus = httpStatus;
        this.hint = hint;
    }

    public Kind kind() {
        return kind;
    }

    public OptionalInt httpStatus() {
        return httpStatus;
    }

    public String hint() {
        return hint;
    }
}

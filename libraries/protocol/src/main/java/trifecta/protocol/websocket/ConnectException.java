package trifecta.protocol.websocket;

import java.util.OptionalInt;

/**
 * A connection could not be opened. The message says operation and fact in one sentence, the hint what to do.
 */
public final class ConnectException extends Exception {
    private final OptionalInt httpStatus;
    private final String hint;

    ConnectException(String message, OptionalInt httpStatus, String hint, Throwable cause) {
        super(message, cause);
        this.httpStatus = httpStatus;
        this.hint = hint;
    }

    ConnectException(String message, OptionalInt httpStatus, String hint) {
        super(message);
        this.httpStatus = httpStatus;
        this.hint = hint;
    }

    /** The status of a refused handshake, such as 401; empty when the connection failed before it. */
    public OptionalInt httpStatus() {
        return httpStatus;
    }

    public String hint() {
        return hint;
    }
}

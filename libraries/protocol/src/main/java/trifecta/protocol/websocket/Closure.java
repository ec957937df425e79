package trifecta.protocol.websocket;

import org.jspecify.annotations.Nullable;

/**
 * Why a connection ended.
 *
 * @param sentence the reason for people, such as "the exchange closed the connection: 1001 going away"
 * @param failure the exception behind it, where there is one
 */
public record Closure(
        Cause cause, String sentence, @Nullable Throwable failure) {

    /** Who or what ended it. */
    public enum Cause {
        /** We asked for it. */
        CLOSED_BY_US,
        /** The exchange said goodbye in an orderly way. */
        CLOSED_BY_EXCHANGE,
        /** The network or the other side's process ended it. */
        LOST,
        /** No ping came for too long. */
        SILENT,
        /** The other side broke the WebSocket protocol. */
        PROTOCOL_VIOLATION,
        /** The listener threw. */
        LISTENER_FAILED
    }
}

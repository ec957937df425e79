package trifecta.protocol.websocket;

/**
 * Hears one connection. All calls come from that connection's own thread, one after another, {@link #opened} first and
 * {@link #closed} last. A call may block: the socket is not read meanwhile, so TCP holds the sender back and nothing piles up
 * here. A call that throws ends the connection with {@link Closure.Cause#LISTENER_FAILED}.
 */
public interface Listener {
    /** The handshake succeeded. {@code connection} may be used from here on. */
    void opened(MarketDataConnection connection);

    /** A whole message, fragments joined. The array is the listener's to keep. */
    void frame(byte[] bytes, int offset, int length);

    /**
     * A message larger than {@link ConnectionSettings#messageBytesMax} was received to its end and skipped.
     *
     * @param first its first bytes, at most {@link MarketDataConnection#OVERSIZED_BYTES_KEPT}
     * @param messageBytes its whole length
     */
    void oversized(byte[] first, long messageBytes);

    /** The connection ended, once. Not called when {@link MarketDataConnection#open} threw. */
    void closed(Closure closure);
}

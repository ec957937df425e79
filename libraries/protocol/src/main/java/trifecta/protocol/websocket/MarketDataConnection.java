package trifecta.protocol.websocket;

import java.net.URI;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import trifecta.protocol.RequestSigner;

/**
 * One WebSocket connection to the exchange, with a thread of its own that reads the socket and calls the listener. Pings are
 * answered. All methods may be called from any thread, the listener's calls included.
 */
@SuppressWarnings("DoNotCallSuggester") // until it is written
public final class MarketDataConnection implements AutoCloseable {
    /** How much of an oversized message is kept: enough for its envelope and the beginning of its content. */
    public static final int OVERSIZED_BYTES_KEPT = 4096;

    /** Bound of what waits to be sent. Commands are small and few: more than this means that nothing is taken off any more. */
    public static final int OUTGOING_BYTES_MAX = 4 << 20;

    private MarketDataConnection() {}

    /**
     * Connects, shakes hands and returns when messages can flow.
     *
     * @param uri {@code ws} or {@code wss}, with path
     * @param signer signs the handshake; null: no credentials are sent
     * @param clock gives the time of the signature
     * @throws ConnectException when the connection or the handshake failed; the listener has then heard nothing
     */
    public static MarketDataConnection open(
            URI uri,
            @Nullable RequestSigner signer,
            InstantSource clock,
            ConnectionSettings settings,
            Listener listener)
            throws ConnectException, InterruptedException {
        throw new UnsupportedOperationException();
    }

    /**
     * Sends a text message.
     *
     * @return false when it was not taken: the connection is gone, or {@link #OUTGOING_BYTES_MAX} bytes wait already
     */
    public boolean send(byte[] text) {
        throw new UnsupportedOperationException();
    }

    public boolean isOpen() {
        throw new UnsupportedOperationException();
    }

    /** {@link System#nanoTime} at which anything was last received. */
    public long lastReceivedNanos() {
        throw new UnsupportedOperationException();
    }

    /** Closes in an orderly way and returns when it is done, at most {@link ConnectionSettings#closeTimeout} later; on the
     * listener's own thread it returns at once. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    /** Closes at once with a TCP reset. */
    public void abort() {
        throw new UnsupportedOperationException();
    }
}

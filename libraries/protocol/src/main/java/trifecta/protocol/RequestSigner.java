package trifecta.protocol;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Map;

/**
 * Signs requests: base64 of RSA-PSS (SHA-256, MGF1 with SHA-256, salt of 32 bytes) over timestamp, method and path. Safe for use
 * by several threads.
 */
@SuppressWarnings("DoNotCallSuggester") // until it is written
public final class RequestSigner {
    public static final String KEY_HEADER = "KALSHI-ACCESS-KEY";
    public static final String TIMESTAMP_HEADER = "KALSHI-ACCESS-TIMESTAMP";
    public static final String SIGNATURE_HEADER = "KALSHI-ACCESS-SIGNATURE";

    /** Path of the WebSocket, as it is signed. */
    public static final String WEBSOCKET_PATH = "/trade-api/ws/v2";

    public RequestSigner(String keyId, PrivateKey key) {
        throw new UnsupportedOperationException();
    }

    /**
     * The three headers of a signed request.
     *
     * @param path without host and query
     */
    public Map<String, String> headers(String method, String path, long epochMillis) {
        throw new UnsupportedOperationException();
    }

    /** Whether a signature is one of this key over these values; false too when it is no base64. */
    public static boolean verify(PublicKey key, String signature, String method, String path, String timestamp) {
        throw new UnsupportedOperationException();
    }
}

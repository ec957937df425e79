package trifecta.protocol;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.Map;

/**
 * Signs requests: base64 of RSA-PSS (SHA-256, MGF1 with SHA-256, salt of 32 bytes) over timestamp, method and path. Safe for use
 * by several threads.
 */
public final class RequestSigner {
    public static final String KEY_HEADER = "KALSHI-ACCESS-KEY";
    public static final String TIMESTAMP_HEADER = "KALSHI-ACCESS-TIMESTAMP";
    public static final String SIGNATURE_HEADER = "KALSHI-ACCESS-SIGNATURE";

    /** Path of the WebSocket, as it is signed. */
    public static final String WEBSOCKET_PATH = "/trade-api/ws/v2";

    private static final int SALT_BYTES = 32;
    private static final int PSS_TRAILER = 1;

    private final String keyId;
    private final PrivateKey key;

    public RequestSigner(String keyId, PrivateKey key) {
        this.keyId = keyId;
        this.key = key;
    }

    public String keyId() {
        return keyId;
    }

    /**
     * The three headers of a signed request.
     *
     * @param path without host; a query is left out of the signature, as the exchange wants it
     * @throws IllegalArgumentException when the key is no RSA key
     */
    public Map<String, String> headers(String method, String path, long epochMillis) {
        String timestamp = Long.toString(epochMillis);
        try {
            Signature signature = pss();
            signature.initSign(key);
            signature.update(signed(method, path, timestamp));
            return Map.of(
                    KEY_HEADER, keyId,
                    TIMESTAMP_HEADER, timestamp,
                    SIGNATURE_HEADER, Base64.getEncoder().encodeToString(signature.sign()));
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException("not an RSA key", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot sign with RSA-PSS", e);
        }
    }

    /** Whether a signature is one of this key over these values; false too when it is no base64. */
    public static boolean verify(PublicKey key, String signature, String method, String path, String timestamp) {
        try {
            Signature verifier = pss();
            verifier.initVerify(key);
            verifier.update(signed(method, path, timestamp));
            return verifier.verify(Base64.getDecoder().decode(signature));
        } catch (SignatureException | IllegalArgumentException e) {
            return false;
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException("not an RSA key", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot verify RSA-PSS", e);
        }
    }

    private static Signature pss() throws GeneralSecurityException {
        Signature signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(
                new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, SALT_BYTES, PSS_TRAILER));
        return signature;
    }

    private static byte[] signed(String method, String path, String timestamp) {
        int query = path.indexOf('?');
        String bare = query < 0 ? path : path.substring(0, query);
        return (timestamp + method + bare).getBytes(StandardCharsets.UTF_8);
    }
}

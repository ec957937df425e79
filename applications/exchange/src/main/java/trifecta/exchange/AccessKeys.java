package trifecta.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import trifecta.protocol.RequestSigner;
import trifecta.service.OperatingException;

/** The keys that are known; the i-th belongs to line i. Safe for any thread. */
final class AccessKeys {
    /** How far a request's time may be from ours; a recorded request is of no use for long. */
    private static final long CLOCKS_APART_MILLIS_MAX = 60_000;

    private record Key(String id, PublicKey key) {}

    private final List<Key> keys;

    private AccessKeys(List<Key> keys) {
        this.keys = keys;
    }

    /**
     * @param entries {@code id=file} each, the file a PEM public key
     * @throws OperatingException when a file is no public key
     */
    static AccessKeys load(List<String> entries) {
        List<Key> keys = new ArrayList<>();
        for (String entry : entries) {
            int equals = entry.indexOf('=');
            if (equals < 1) {
                throw new OperatingException(
                        "read exchange.keys", "'" + entry + "' is not id=file", "write id=public.pem,...");
            }
            keys.add(new Key(entry.substring(0, equals), publicKey(Path.of(entry.substring(equals + 1)))));
        }
        return new AccessKeys(List.copyOf(keys));
    }

    int count() {
        return keys.size();
    }

    /** The line whose key signed the request; empty when none did. */
    OptionalInt line(
            @Nullable String id,
            @Nullable String timestamp,
            @Nullable String signature,
            String method,
            String path,
            long nowMillis) {
        if (id == null || timestamp == null || signature == null || !isFresh(timestamp, nowMillis)) {
            return OptionalInt.empty();
        }
        for (int i = 0; i < keys.size(); i++) {
            Key key = keys.get(i);
            if (key.id().equals(id) && RequestSigner.verify(key.key(), signature, method, path, timestamp)) {
                return OptionalInt.of(i + 1);
            }
        }
        return OptionalInt.empty();
    }

    private static boolean isFresh(String timestamp, long nowMillis) {
        try {
            return Math.abs(Long.parseLong(timestamp) - nowMillis) <= CLOCKS_APART_MILLIS_MAX;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static PublicKey publicKey(Path file) {
        try {
            String pem = Files.readString(file);
            String base64 =
                    pem.replaceAll("-----(BEGIN|END) PUBLIC KEY-----", "").replaceAll("\\s", "");
            byte[] encoded = Base64.getDecoder().decode(base64);
            return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new OperatingException(
                    "read the public key " + file,
                    String.valueOf(e.getMessage()),
                    "make one with `openssl rsa -in private.pem -pubout`",
                    e);
        }
    }
}

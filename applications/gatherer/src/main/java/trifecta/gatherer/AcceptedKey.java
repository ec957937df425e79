package trifecta.gatherer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trifecta.protocol.websocket.ConnectException;

/**
 * What the exchange thinks of this line's API key. One that it never accepted is a mistake for a person to mend; one that it accepted
 * once, in this boot or an earlier one, may be given back, so that the line keeps trying. Safe for any thread.
 */
final class AcceptedKey {
    private static final Logger log = LoggerFactory.getLogger(AcceptedKey.class);
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final Path file;
    private final String keyId;
    private boolean accepted;
    private @Nullable String refusal;

    /**
     * @param file remembers the id of the key that was accepted last
     * @param keyId of the key in use, empty where nothing is signed
     */
    AcceptedKey(Path file, String keyId) {
        this.file = file;
        this.keyId = keyId;
        this.accepted = !keyId.isEmpty() && remembered().equals(keyId);
    }

    /** A connection was opened with it. */
    synchronized void accepted() {
        if (refusal != null) {
            log.info("the exchange accepts the API key {} again", keyId);
        }
        refusal = null;
        if (!accepted) {
            accepted = true;
            remember();
        }
    }

    /**
     * A connection could not be opened.
     *
     * @return whether for the sake of a key that never worked
     */
    synchronized boolean refused(ConnectException why) {
        int status = why.httpStatus().orElse(0);
        if (status != UNAUTHORIZED && status != FORBIDDEN) {
            return false;
        }
        if (refusal == null && accepted) {
            log.warn(
                    "the exchange refuses the API key {}, which it accepted before: trying until it is given back",
                    keyId);
        }
        refusal = "the exchange refuses the API key " + keyId + " (HTTP " + status + "): " + why.hint()
                + ", or have it given back: the line goes on by itself then";
        return !accepted && status == UNAUTHORIZED;
    }

    /** Why nothing is received, with what to do; empty while the key is not refused. */
    synchronized String refusal() {
        return refusal == null ? "" : refusal;
    }

    private String remembered() {
        try {
            return Files.exists(file) ? Files.readString(file).strip() : "";
        } catch (IOException e) {
            log.warn("{} is not readable, so the API key counts as new: {}", file, e.toString());
            return "";
        }
    }

    private void remember() {
        try {
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(fresh, keyId + "\n");
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            log.warn("that the API key works could not be remembered in {}: {}", file, e.toString());
        }
    }
}

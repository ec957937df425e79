package trifecta.gatherer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many markets a subscription may have, as the exchange taught it (error 26). It publishes no limit, so it is halved at each
 * refusal, and remembered in a file for the next start. Safe for any thread.
 */
final class LearnedLimit {
    private static final Logger log = LoggerFactory.getLogger(LearnedLimit.class);

    private final Path file;
    private final int configured;
    private int learned;

    /** Reads what an earlier start learned; an unreadable file counts as nothing learned. */
    LearnedLimit(Path file, int configured) {
        this.file = file;
        this.configured = configured;
        this.learned = remembered(file, configured);
    }

    /** The limit to keep to now. */
    synchronized int markets() {
        return Math.min(configured, learned);
    }

    /**
     * The exchange refused a subscription.
     *
     * @param had markets that it has already, which are allowed then
     * @param refused markets that would have been too many in all
     */
    synchronized void refused(int had, int refused) {
        int lower = Math.max(1, Math.max(had, refused / 2));
        if (lower >= markets()) {
            return;
        }
        log.warn("the exchange refused {} markets in one subscription; keeping to {} from now on", refused, lower);
        learned = lower;
        try {
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(fresh, lower + "\n");
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            log.warn("the limit of {} markets could not be remembered in {}: {}", lower, file, e.toString());
        }
    }

    private static int remembered(Path file, int configured) {
        try {
            String text = Files.exists(file)
                    ? Files.readString(file, StandardCharsets.UTF_8).strip()
                    : "";
            return text.isEmpty() ? configured : Math.max(1, Integer.parseInt(text));
        } catch (IOException | NumberFormatException e) {
            log.warn("{} is not readable, learning the limit anew: {}", file, e.toString());
            return configured;
        }
    }
}

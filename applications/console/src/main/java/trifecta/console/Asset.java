package trifecta.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * A text file of the page, held in memory. There are these few and no others: a path is looked up in a map, never on a disk.
 *
 * @param tag its entity tag, from its content
 */
record Asset(String contentType, String content, String tag) {
    private static final int TAG_BYTES = 12;

    private static final Map<String, Asset> BY_PATH = Map.of(
            "/", load("index.html", "text/html; charset=utf-8"),
            "/console.css", load("console.css", "text/css; charset=utf-8"),
            "/console.js", load("console.js", "text/javascript; charset=utf-8"),
            "/icon.svg", load("icon.svg", "image/svg+xml"));

    static final Asset NOT_FOUND = load("not-found.html", "text/html; charset=utf-8");

    /** The file at a path. */
    static Optional<Asset> at(String path) {
        return Optional.ofNullable(BY_PATH.get(path));
    }

    private static Asset load(String name, String contentType) {
        try (InputStream in = Asset.class.getResourceAsStream("page/" + name)) {
            if (in == null) {
                throw new IllegalStateException("no page/" + name + " beside " + Asset.class);
            }
            byte[] content = in.readAllBytes();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return new Asset(
                    contentType,
                    new String(content, StandardCharsets.UTF_8),
                    '"' + HexFormat.of().formatHex(digest, 0, TAG_BYTES) + '"');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

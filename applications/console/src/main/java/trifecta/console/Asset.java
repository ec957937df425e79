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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A text file of the page, held in memory. There are these few and no others: a path is looked up in a map, never on a disk.
 *
 * @param tag its entity tag, from its content
 */
record Asset(String contentType, String content, String tag) {
    private static final int TAG_BYTES = 12;

    private static final Asset PAGE = load("index.html", "text/html; charset=utf-8");

    /** Addresses that the page's own script tells apart. */
    private static final Pattern PLACES = Pattern.compile("/|/markets(/[^/]+)?|/coverage");

    private static final Map<String, Asset> BY_PATH = Stream.of(
                    "console.css",
                    "looks.css",
                    "break.css",
                    "console.js",
                    "page.js",
                    "places.js",
                    "ask.js",
                    "times.js",
                    "markets.js",
                    "market.js",
                    "ladder.js",
                    "depth.js",
                    "timeline.js",
                    "trades.js",
                    "intervals.js",
                    "coverage.js",
                    "break.js",
                    "icon.svg")
            .collect(Collectors.toUnmodifiableMap(name -> "/" + name, name -> load(name, contentType(name))));

    static final Asset NOT_FOUND = load("not-found.html", "text/html; charset=utf-8");

    /** The file at a path. */
    static Optional<Asset> at(String path) {
        return PLACES.matcher(path).matches() ? Optional.of(PAGE) : Optional.ofNullable(BY_PATH.get(path));
    }

    private static String contentType(String name) {
        return switch (name.substring(name.lastIndexOf('.'))) {
            case ".css" -> "text/css; charset=utf-8";
            case ".js" -> "text/javascript; charset=utf-8";
            default -> "image/svg+xml";
        };
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

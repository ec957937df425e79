package trifecta.cli.up;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import trifecta.protocol.KeyFile;
import trifecta.protocol.KeyFileException;
import trifecta.service.Config;

/** Configuration of {@code trifecta up}. */
final class UpSettings {
    private static final int PORT_MAX = 65_535;
    private static final int MARKETS_MAX = 100_000;
    private static final int RATE_MAX = 1_000_000;

    private UpSettings() {}

    static StackSettings read(Config config, Optional<Path> configFile) {
        Path data = config.path("up.data", Path.of("data"), "folder of everything that is stored");
        Path cache = config.path("up.cache", CacheFolder.path(), "folder of unpacked software");
        int port = config.integer("up.port", 8080, 1, PORT_MAX, "port of the console on this machine");
        int markets = config.integer("up.markets", 500, 1, MARKETS_MAX, "markets of the simulated exchange");
        int rate = config.integer("up.rate", 1000, 1, RATE_MAX, "messages a second of the simulated exchange");
        int seed = config.integer(
                "up.seed", 0, 0, Integer.MAX_VALUE, "seed of the simulated exchange; 0 takes a new one at each start");
        Optional<Path> frames = config.path(
                "up.capture-frames", "folder of recorded frames that the built-in exchange replays instead");
        List<Source.KalshiKey> keys = keys(config);
        Source.KalshiHosts hosts = hosts(config);
        if (frames.isPresent() && !Files.isDirectory(frames.get())) {
            config.problem("up.capture-frames", frames.get() + " is no folder");
        }
        Source source = frames.isPresent()
                ? new Source.Capture(frames.get())
                : keys.isEmpty() ? new Source.Simulated(markets, rate, seed) : new Source.Kalshi(keys, hosts);
        int lines = source instanceof Source.Kalshi ? keys.size() : StackSettings.LINES;
        return new StackSettings(
                data,
                cache,
                source,
                lines,
                StackSettings.DEDUPLICATORS,
                OptionalInt.of(port),
                configFile,
                Map.of(),
                Map.of(),
                backup(config, source));
    }

    /** When production is backed up by itself. */
    private enum Daily {
        /** Made-up markets are worth no disk. */
        KALSHI,
        ON,
        OFF
    }

    private static StackSettings.Backup backup(Config config, Source source) {
        Daily daily = config.choice(
                "up.backup",
                Daily.KALSHI,
                "whether production is backed up each day: always, never, or when Kalshi is captured");
        return daily == Daily.ON || (daily == Daily.KALSHI && source instanceof Source.Kalshi)
                ? StackSettings.Backup.DAILY
                : StackSettings.Backup.NONE;
    }

    private static List<Source.KalshiKey> keys(Config config) {
        List<Source.KalshiKey> keys = new ArrayList<>();
        for (int line = 1; line <= StackSettings.LINES; line++) {
            String idKey = "kalshi.key-id." + line;
            String fileKey = "kalshi.key-file." + line;
            Optional<String> id = config.text(idKey, "Kalshi's id of the API key of line " + line);
            Optional<Path> file = config.path(fileKey, "private key of line " + line + ", a PEM file");
            if (id.isPresent() && file.isPresent()) {
                keys.add(new Source.KalshiKey(id.get(), file.get()));
                check(config, fileKey, file.get());
            } else if (id.isPresent() || file.isPresent()) {
                config.problem(id.isPresent() ? fileKey : idKey, "must be set as well: a key has an id and a file");
            }
        }
        return keys;
    }

    /** Here, so that one sentence says it and not a gatherer that is started again and again. */
    private static void check(Config config, String key, Path file) {
        try {
            KeyFile.privateKey(file);
        } catch (KeyFileException e) {
            config.problem(key, e.getMessage() + "; " + e.hint());
        }
    }

    /** What is set for the gatherers themselves counts before what is set for all of Kalshi. */
    private static Source.KalshiHosts hosts(Config config) {
        Source.KalshiHosts production = Source.KalshiHosts.PRODUCTION;
        List<URI> websockets = addresses(
                config, "kalshi.websocket-urls", production.websockets(), "WebSockets of Kalshi; the lines take turns");
        List<URI> rests = addresses(
                config, "kalshi.rest-urls", production.rests(), "REST interfaces of Kalshi; the lines take turns");
        return new Source.KalshiHosts(
                config.uri("gatherer.websocket-url", "WebSocket of the exchange")
                        .map(List::of)
                        .orElse(websockets),
                config.uri("gatherer.rest-url", "REST interface of the exchange, with its prefix")
                        .map(List::of)
                        .orElse(rests));
    }

    private static List<URI> addresses(Config config, String key, List<URI> standard, String effect) {
        List<String> texts =
                config.list(key, standard.stream().map(URI::toString).toList(), effect);
        List<URI> addresses = new ArrayList<>();
        for (String text : texts) {
            try {
                addresses.add(new URI(text));
            } catch (URISyntaxException e) {
                config.problem(key, text + " is not an address like " + standard.getFirst());
            }
        }
        return addresses.isEmpty() ? standard : addresses;
    }
}

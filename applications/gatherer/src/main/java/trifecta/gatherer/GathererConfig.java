package trifecta.gatherer;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import trifecta.protocol.Channel;
import trifecta.service.Config;
import trifecta.store.DatabaseAddress;

/**
 * Everything that can be set for one gatherer.
 *
 * @param markets captured instead of all when not empty
 * @param production where requests for snapshots and this line's cursor are read, if at all
 */
record GathererConfig(
        int line,
        URI websocket,
        URI rest,
        Optional<String> keyId,
        Optional<Path> keyFile,
        String salt,
        List<Channel> channels,
        List<String> markets,
        Limits limits,
        Path folder,
        DatabaseAddress database,
        Optional<DatabaseAddress> production,
        FeedLoop.Settings feed,
        Duration journalSync,
        boolean combos,
        Reconciliation.Intervals reconcile,
        Duration farewell,
        Duration heartbeat,
        Duration verifyWithin,
        double verificationsPerSecond,
        int lines,
        Duration bookPoll,
        Duration pingSilenceMax,
        int messageBytesMax,
        double restTokensPerSecond,
        int statusPort,
        Retention.Settings retention,
        DiskWatch.Marks disk) {

    private static final int LINES_MAX = 8;

    static GathererConfig read(Config config) {
        int line = config.integer("gatherer.line", 1, 1, LINES_MAX, "which line this gatherer is");
        Optional<String> keyId =
                config.text("gatherer.key-id", "id of the exchange's API key; without one nothing is signed");
        Optional<Path> keyFile =
                config.path("gatherer.key-file", "PEM file of the API key's private half, readable by its owner alone");
        if (keyId.isPresent() != keyFile.isPresent()) {
            config.problem("gatherer.key-file", "gatherer.key-id and gatherer.key-file go together");
        }
        boolean combos =
                config.flag("gatherer.combos", true, "capture combinations of markets (multivariate events) too");
        return new GathererConfig(
                line,
                config.uri(
                        "gatherer.websocket-url",
                        URI.create("wss://external-api-ws.kalshi.com/trade-api/ws/v2"),
                        "WebSocket of the exchange"),
                config.uri(
                        "gatherer.rest-url",
                        URI.create("https://external-api.kalshi.com/trade-api/v2"),
                        "REST interface of the exchange, with its prefix"),
                keyId,
                keyFile,
                config.text(
                        "gatherer.salt", "line-" + line, "spreads markets over subscriptions in this line's own way"),
                channels(config, combos),
                config.list("gatherer.markets", List.of(), "capture only these markets' books; empty captures all"),
                limits(config),
                config.path(
                        "gatherer.folder", Path.of("data/gatherer-" + line), "journal and checkpoints of this line"),
                new DatabaseAddress(
                        config.text(
                                "gatherer.database-url",
                                "jdbc:postgresql://localhost:5432/trifecta",
                                "this line's own database"),
                        config.text("gatherer.database-user", "postgres", "its user"),
                        config.secret("gatherer.database-password", "its password")
                                .reveal()),
                production(config),
                new FeedLoop.Settings(
                        config.duration(
                                "gatherer.flush-interval",
                                Duration.ofMillis(30),
                                "a row is stored at most this long after it was read"),
                        config.integer("gatherer.batch-rows", 4000, 1, 100_000, "rows of one transaction at most")),
                config.duration("gatherer.journal-sync", Duration.ofMillis(200), "a frame is durable within this time"),
                combos,
                new Reconciliation.Intervals(
                        config.duration(
                                "gatherer.reconcile-interval",
                                Duration.ofMinutes(5),
                                "markets created or settled of late are looked for by REST this often"),
                        config.duration(
                                "gatherer.list-interval",
                                Duration.ofHours(1),
                                "all markets are listed by REST this often; a million are 1,000 pages, a minute of what the"
                                        + " exchange allows")),
                config.duration(
                        "gatherer.farewell",
                        Catalogue.FAREWELL,
                        "a market stays subscribed this long after its determination"),
                config.duration("gatherer.heartbeat", Duration.ofSeconds(1), "a proof of life is recorded this often"),
                config.duration(
                        "gatherer.verify-interval",
                        Duration.ofMinutes(15),
                        "each book is compared with a fresh snapshot within this time; 0s never"),
                config.decimal(
                        "gatherer.verify-rate",
                        100,
                        0.001,
                        1e6,
                        "snapshots a second that are asked for to compare books; with more than 90,000 books the interval"
                                + " grows by it"),
                config.integer(
                        "gatherer.lines", 3, 1, LINES_MAX, "how many lines there are; they take turns in polling"),
                config.duration(
                        "gatherer.book-poll",
                        Duration.ofMinutes(15),
                        "all books are asked for by REST this often, by one line at a time; 0s never"),
                config.duration(
                        "gatherer.ping-silence",
                        Duration.ofSeconds(30),
                        "a connection without a ping for this long is given up"),
                (int) config.bytes(
                        "gatherer.message-bytes", 4L << 20, "a larger message is kept as its beginning only"),
                config.decimal(
                        "gatherer.rest-tokens",
                        180,
                        1,
                        100_000,
                        "tokens a second of the REST rate limit; a call costs 10"),
                config.integer(
                        "gatherer.status-port", 0, 0, 65_535, "port of the status on loopback; 0 takes a free one"),
                new Retention.Settings(
                        config.duration(
                                "gatherer.retention",
                                Duration.ofDays(8),
                                "what production has taken is kept for so long: the window for restoring production, and a"
                                        + " day"),
                        config.duration(
                                "gatherer.retention-interval",
                                Duration.ofMinutes(10),
                                "old rows and journal segments are looked for this often")),
                new DiskWatch.Marks(
                        config.integer(
                                "gatherer.disk-warning",
                                80,
                                3,
                                100,
                                "percent of the journal's disk: from so much used on the gatherer is degraded and says so"),
                        config.bytes(
                                "gatherer.disk-reserve",
                                256L << 20,
                                "with less free on the journal's disk the gatherer stops, and does not start")));
    }

    /**
     * The exchange publishes none of these limits. The defaults hold a million markets and stay within what such servers commonly take; what
     * is too much is taught by errors 26 and 27.
     */
    private static Limits limits(Config config) {
        return new Limits(
                config.integer(
                        "gatherer.markets-per-subscription",
                        500,
                        1,
                        100_000,
                        "markets of one order-book subscription, until the exchange teaches fewer: all are named by one"
                                + " command, which stays below 32 KB, the smallest limit in common use; each change is"
                                + " answered with all of them"),
                config.integer(
                        "gatherer.subscriptions-per-connection",
                        128,
                        1,
                        1000,
                        "order-book subscriptions of one connection at most; up to 4 before another connection is opened"),
                config.integer("gatherer.connections", 20, 1, 1000, "connections for order books at most"),
                config.integer(
                        "gatherer.command-markets",
                        100,
                        1,
                        10_000,
                        "markets named by one command to an existing subscription at most: as many snapshots come back at once"),
                config.decimal(
                        "gatherer.commands-per-second",
                        10,
                        0.1,
                        10_000,
                        "commands of one connection; a second's worth may be sent at once"));
    }

    private static Optional<DatabaseAddress> production(Config config) {
        Optional<String> url = config.text(
                "gatherer.production-url",
                "production, where snapshots are asked for and the cursor of this line is read; without it nothing old is let go of");
        String user = config.text("gatherer.production-user", "trifecta_reader", "its user, who only reads");
        String password =
                config.secret("gatherer.production-password", "its password").reveal();
        return url.map(address -> new DatabaseAddress(address, user, password));
    }

    private static List<Channel> channels(Config config, boolean combos) {
        List<String> names = config.list(
                "gatherer.channels",
                List.of("orderbook_delta", "trade", "ticker", "market_lifecycle_v2", "multivariate_market_lifecycle"),
                "channels to capture");
        List<Channel> channels = new ArrayList<>();
        for (String name : names) {
            Channel.ofWireName(name)
                    .ifPresentOrElse(
                            channels::add, () -> config.problem("gatherer.channels", "there is no channel " + name));
        }
        if (!combos) {
            channels.remove(Channel.MULTIVARIATE_LIFECYCLE);
        }
        return channels;
    }
}

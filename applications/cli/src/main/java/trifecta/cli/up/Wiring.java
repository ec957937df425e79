package trifecta.cli.up;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import trifecta.cli.postgres.PostgresServer;

/** The configuration of every process of a stack: the one place that knows the components' keys. Pure. */
final class Wiring {
    private static final String REST = "/trade-api/v2";
    private static final String WEBSOCKET = "/trade-api/ws/v2";

    private final DataFolder folder;
    private final KeyPairs keys;
    private final StackSettings settings;
    private final StackDescription places;
    private final Map<String, PostgresServer> databases;

    Wiring(
            DataFolder folder,
            KeyPairs keys,
            StackSettings settings,
            StackDescription places,
            Map<String, PostgresServer> databases) {
        this.folder = folder;
        this.keys = keys;
        this.settings = settings;
        this.places = places;
        this.databases = databases;
    }

    Map<String, String> exchange() {
        Map<String, String> config = new LinkedHashMap<>();
        config.put("exchange.port", String.valueOf(places.exchange()));
        config.put("exchange.status-port", status("exchange"));
        config.put("exchange.record", folder.exchangeRecord().toString());
        config.put(
                "exchange.keys",
                IntStream.rangeClosed(1, settings.lines())
                        .mapToObj(Stack::line)
                        .map(line -> line + "=" + keys.publicKey(line))
                        .collect(Collectors.joining(",")));
        switch (settings.source()) {
            case Source.Simulated(int markets, int rate, long seed) -> {
                config.put("exchange.markets", String.valueOf(markets));
                config.put("exchange.rate", String.valueOf(rate));
                config.put("exchange.seed", String.valueOf(seed));
            }
            case Source.Capture(Path frames) -> {
                config.put("exchange.frames", frames.toAbsolutePath().toString());
                config.put("exchange.lines-awaited", String.valueOf(settings.lines()));
            }
            case Source.Kalshi _ -> throw new IllegalStateException("Kalshi needs no exchange of ours");
        }
        return config;
    }

    Map<String, String> gatherer(int line) {
        String name = Stack.gatherer(line);
        Map<String, String> config = new LinkedHashMap<>();
        config.put("gatherer.line", String.valueOf(line));
        config.put("gatherer.folder", folder.journal(name).toString());
        config.put("gatherer.status-port", status(name));
        database(config, "gatherer.database-", name);
        database(config, "gatherer.production-", Stack.PRODUCTION);
        config.put("gatherer.rest-url", rest(line));
        config.put("gatherer.websocket-url", websocket(line));
        if (settings.source() instanceof Source.Kalshi kalshi) {
            config.put("gatherer.key-id", kalshi.keys().get(line - 1).id());
            config.put(
                    "gatherer.key-file",
                    kalshi.keys().get(line - 1).file().toAbsolutePath().toString());
        } else {
            config.put("gatherer.key-id", Stack.line(line));
            config.put("gatherer.key-file", keys.privateKey(Stack.line(line)).toString());
        }
        return config;
    }

    Map<String, String> deduplicator(int number) {
        Map<String, String> config = new LinkedHashMap<>();
        config.put("deduplicator.name", Stack.deduplicator(number));
        config.put("deduplicator.lines", String.valueOf(settings.lines()));
        for (int line = 1; line <= settings.lines(); line++) {
            database(config, "deduplicator.line." + line + ".", Stack.gatherer(line));
        }
        database(config, "deduplicator.production.", Stack.PRODUCTION);
        config.put("deduplicator.rest", rest(1));
        config.put("deduplicator.status-port", status(Stack.deduplicator(number)));
        return config;
    }

    Map<String, String> console() {
        Map<String, String> config = new LinkedHashMap<>();
        OptionalInt port = settings.consolePort();
        port.ifPresent(number -> config.put("console.port", String.valueOf(number)));
        for (int line = 1; line <= settings.lines(); line++) {
            config.put(
                    "console.gatherer." + line + ".status",
                    places.status(Stack.gatherer(line)).toString());
        }
        for (int number = 1; number <= settings.deduplicators(); number++) {
            config.put(
                    "console.deduplicator." + number + ".status",
                    places.status(Stack.deduplicator(number)).toString());
        }
        if (!(settings.source() instanceof Source.Kalshi)) {
            config.put("console.exchange.status", places.status(Stack.EXCHANGE).toString());
        }
        config.put("console.data", folder.root().toString());
        config.put("console.marks", folder.marks().toString());
        database(config, "console.production.", Stack.PRODUCTION);
        return config;
    }

    private String status(String process) {
        return String.valueOf(places.statuses().get(process));
    }

    private void database(Map<String, String> config, String prefix, String name) {
        PostgresServer server = databases.get(name);
        if (server == null) {
            throw new IllegalStateException("no database server " + name);
        }
        config.put(prefix + "url", server.jdbcUrl());
        config.put(prefix + "user", PostgresServer.NAME);
        config.put(prefix + "password", server.password().reveal());
    }

    private String rest(int line) {
        return settings.source() instanceof Source.Kalshi kalshi
                ? kalshi.hosts().rest(line).toString()
                : "http://127.0.0.1:" + places.exchange() + REST;
    }

    private String websocket(int line) {
        return settings.source() instanceof Source.Kalshi kalshi
                ? kalshi.hosts().websocket(line).toString()
                : "ws://127.0.0.1:" + places.exchange() + WEBSOCKET;
    }
}

package trifecta.console;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import trifecta.service.Config;
import trifecta.store.DatabaseAddress;

/**
 * What the console is told.
 *
 * @param components the processes to watch, in the order of the page
 * @param dataFolder the folder whose parts are measured
 * @param production where markets, books and coverage are read; empty: nowhere
 * @param marks the marks of the stack's processes on this machine, by which they can be broken; empty: nothing can
 */
record ConsoleConfig(
        String address,
        int port,
        int clientsMax,
        List<Component> components,
        Optional<Path> dataFolder,
        Optional<DatabaseAddress> production,
        Optional<Path> marks) {
    private static final String JDBC = "jdbc:postgresql:";

    /** Three copies. */
    private static final int LINES = 3;

    private static final int DEDUPLICATORS = 2;

    private static final int DEFAULT_PORT = 8080;
    private static final int PORT_MAX = 65_535;

    /** Each open page holds a connection and up to eight seconds of news. */
    private static final int DEFAULT_CLIENTS = 32;

    private static final int CLIENTS_MAX = 1000;

    static ConsoleConfig read(Config config) {
        String address = config.text(
                "console.bind",
                "127.0.0.1",
                "address to listen on; the console asks nobody who they are, so think before changing it");
        int port = config.integer("console.port", DEFAULT_PORT, 0, PORT_MAX, "port of the page; 0 takes a free one");
        int clients = config.integer(
                "console.clients", DEFAULT_CLIENTS, 1, CLIENTS_MAX, "pages that may be open at the same time");
        List<Component> components = new ArrayList<>();
        for (int number = 1; number <= LINES; number++) {
            int line = number;
            address(config, "console.gatherer." + line + ".status", "status address of gatherer " + line)
                    .ifPresent(uri -> components.add(Component.gatherer(line, uri)));
        }
        List<URI> deduplicators = new ArrayList<>();
        for (int number = 1; number <= DEDUPLICATORS; number++) {
            address(
                            config,
                            "console.deduplicator." + number + ".status",
                            "status address of deduplicator " + number + ": one merges, the other stands by")
                    .ifPresent(deduplicators::add);
        }
        if (!deduplicators.isEmpty()) {
            components.add(Component.deduplicator(deduplicators));
        }
        address(config, "console.exchange.status", "status address of the built-in exchange; not set for Kalshi")
                .ifPresent(uri -> components.add(Component.exchange(uri)));
        Optional<Path> data = config.path("console.data", "data folder; the size of each folder in it is shown");
        return new ConsoleConfig(
                address, port, clients, List.copyOf(components), data, production(config), marks(config, address));
    }

    /** Whoever reaches the page can break the stack then, so it is this machine's users alone. */
    private static Optional<Path> marks(Config config, String address) {
        Optional<Path> marks = config.path(
                "console.marks",
                "marks of the processes that `trifecta up` runs here: the page may break them; on loopback alone,"
                        + " never set for a deployed console");
        if (marks.isPresent() && !isLoopback(address)) {
            config.problem(
                    "console.marks", "lets whoever reaches the page kill processes: not with console.bind " + address);
            return Optional.empty();
        }
        return marks;
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false; // it is refused when the console listens
        }
    }

    private static Optional<DatabaseAddress> production(Config config) {
        Optional<String> url = config.text(
                "console.production.url", "JDBC address of production, for the pages Markets and Coverage; optional");
        String user = config.text("console.production.user", "trifecta_reader", "its user, who only reads");
        String password =
                config.secret("console.production.password", "its password").reveal();
        if (url.filter(given -> !given.startsWith(JDBC)).isPresent()) {
            config.problem("console.production.url", "is no PostgreSQL JDBC address: it begins with " + JDBC);
            return Optional.empty();
        }
        return url.map(given -> new DatabaseAddress(given, user, password));
    }

    private static Optional<URI> address(Config config, String key, String effect) {
        Optional<URI> uri = config.uri(key, effect);
        if (uri.isPresent() && !"http".equals(uri.get().getScheme())) {
            config.problem(key, "an address like http://127.0.0.1:9101/status, not " + uri.get());
            return Optional.empty();
        }
        return uri;
    }
}

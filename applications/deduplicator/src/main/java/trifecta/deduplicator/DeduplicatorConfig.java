package trifecta.deduplicator;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import trifecta.service.Config;
import trifecta.store.DatabaseAddress;

/**
 * How the deduplicator is set up.
 *
 * @param name tells people which of several deduplicators leads
 * @param lines the gatherers' databases, line 1 first
 * @param rowsPerRead rows taken from a line at a time
 * @param rowsPerCommit rows after which a commit is made though more is waiting
 * @param rowsInMemory rows of all markets over which the places of lines out of reach are given up
 * @param idleWait pause before a line with nothing new is asked again
 * @param rest the exchange's REST address for metadata; none: no metadata
 * @param statusPort loopback port of the status page
 */
record DeduplicatorConfig(
        String name,
        List<DatabaseAddress> lines,
        DatabaseAddress production,
        int rowsPerRead,
        int rowsPerCommit,
        int rowsInMemory,
        Duration idleWait,
        Optional<URI> rest,
        Duration metadataInterval,
        int statusPort) {
    private static final int LINES_MOST = 8;

    static DeduplicatorConfig read(Config config) {
        int lines = config.integer("deduplicator.lines", 3, 1, LINES_MOST, "number of gatherers that are merged");
        List<DatabaseAddress> addresses = new ArrayList<>();
        for (int line = 1; line <= lines; line++) {
            addresses.add(address(config, "deduplicator.line." + line, "database of gatherer " + line));
        }
        DatabaseAddress production = address(config, "deduplicator.production", "production database");
        for (int line = 1; line <= lines; line++) {
            String url = addresses.get(line - 1).url();
            if (url.equals(production.url())
                    || addresses.subList(0, line - 1).stream()
                            .anyMatch(other -> other.url().equals(url))) {
                config.problem(
                        "deduplicator.line." + line + ".url",
                        "is the database of another line or production: each has one of its own");
            }
        }
        return new DeduplicatorConfig(
                config.text(
                        "deduplicator.name",
                        "deduplicator",
                        "tells people which of several deduplicators leads; one leads, the others stand by"),
                addresses,
                production,
                config.integer("deduplicator.rows-per-read", 10_000, 1, 1_000_000, "rows taken from a line at a time"),
                config.integer(
                        "deduplicator.rows-per-commit",
                        150_000,
                        1,
                        10_000_000,
                        "rows of all lines after which a commit is made though more is waiting"),
                config.integer(
                        "deduplicator.rows-in-memory",
                        1_000_000,
                        1_000,
                        100_000_000,
                        "rows of all markets, about 150 bytes each, over which lines out of reach lose their places"),
                config.duration(
                        "deduplicator.idle-wait",
                        Duration.ofMillis(20),
                        "pause before a line with nothing new is asked again"),
                config.uri("deduplicator.rest", "REST address of the exchange, for names and states of markets"),
                config.duration(
                        "deduplicator.metadata-interval",
                        Duration.ofMinutes(5),
                        "time between two full synchronisations of markets, events and series"),
                config.integer("deduplicator.status-port", 0, 0, 65_535, "loopback port of /status; 0: any"));
    }

    private static DatabaseAddress address(Config config, String prefix, String what) {
        String url = config.text(
                prefix + ".url", "jdbc:postgresql://localhost:5432/trifecta", "JDBC address of the " + what);
        if (!url.startsWith("jdbc:postgresql:")) {
            config.problem(prefix + ".url", "is no PostgreSQL JDBC address: it begins with jdbc:postgresql:");
            url = "jdbc:postgresql:";
        }
        return new DatabaseAddress(
                url,
                config.text(prefix + ".user", "trifecta", "user of the " + what),
                config.secret(prefix + ".password", "password of the " + what).reveal());
    }
}

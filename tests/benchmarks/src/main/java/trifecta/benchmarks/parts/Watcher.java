package trifecta.benchmarks.parts;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import trifecta.cli.postgres.PostgresServer;
import trifecta.service.Clocks;

/**
 * Notes from outside when rows can be read: asks a database again and again for its newest number and remembers when it saw which.
 * What it says is never too early, and too late by {@link #EVERY} at most (and the question's own time).
 */
final class Watcher {
    static final Duration EVERY = Duration.ofMillis(20);

    private static final long LATEST_MILLIS = 600_000;
    private static final int FETCH_ROWS = 10_000;

    private final PostgresServer server;
    private final String newest;
    private final InstantSource clock;
    private final ConcurrentSkipListMap<Long, Long> seen = new ConcurrentSkipListMap<>();
    private final AtomicReference<@Nullable SQLException> failure = new AtomicReference<>();
    private final Thread thread;

    /**
     * @param newest a query for one number that rises with every commit
     */
    Watcher(PostgresServer server, String newest, InstantSource clock) {
        this.server = server;
        this.newest = newest;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("watcher").daemon().start(this::watch);
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                server.jdbcUrl(), PostgresServer.NAME, server.password().reveal());
    }

    private void watch() {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(newest)) {
            long before = 0;
            while (!Thread.interrupted()) {
                try (ResultSet row = statement.executeQuery()) {
                    long now = row.next() ? row.getLong(1) : 0;
                    if (now > before) {
                        seen.put(now, Clocks.micros(clock.instant()));
                        before = now;
                    }
                }
                Thread.sleep(EVERY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            failure.compareAndSet(null, e);
        }
    }

    /**
     * How long after their receipt rows could be read, in milliseconds.
     *
     * @param rows a query for each row's number and its receipt in microseconds, with two parameters: the receipt's range
     */
    Histogram latencies(String rows, long fromMicros, long toMicros) throws SQLException {
        SQLException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        Histogram latencies = new Histogram(LATEST_MILLIS, 3);
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement(rows)) {
                statement.setFetchSize(FETCH_ROWS);
                statement.setLong(1, fromMicros);
                statement.setLong(2, toMicros);
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        Map.Entry<Long, Long> first = seen.ceilingEntry(row.getLong(1));
                        if (first == null) {
                            throw new IllegalStateException("row " + row.getLong(1) + " was never seen");
                        }
                        latencies.recordValue(Math.clamp((first.getValue() - row.getLong(2)) / 1000, 0, LATEST_MILLIS));
                    }
                }
            }
        }
        return latencies;
    }

    /** Looks no more; what was seen stays. */
    void end() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }
}

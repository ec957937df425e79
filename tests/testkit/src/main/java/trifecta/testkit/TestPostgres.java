package trifecta.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A real PostgreSQL 18 as durable as production: fsync, synchronous commit and full-page writes are on, which the embedded server
 * turns off unless told otherwise. {@link #shared()} is one for the whole JVM; a test that stops or breaks its server starts its own.
 */
public final class TestPostgres implements AutoCloseable {
    public static final Map<String, String> DURABLE =
            Map.of("fsync", "on", "synchronous_commit", "on", "full_page_writes", "on");

    /** Long enough for crash recovery on a busy machine. */
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);

    private static final String USER = "postgres";

    private final Path folder;
    private final Map<String, String> settings;
    private final AtomicInteger databases = new AtomicInteger();
    private final int port;
    private EmbeddedPostgres server;

    private TestPostgres(Map<String, String> settings) throws IOException {
        this.settings = settings;
        this.folder = Files.createTempDirectory("trifecta-postgres-");
        this.server = launch(0);
        this.port = server.getPort();
    }

    /** The server of this JVM, started at the first call, ended with the JVM. */
    public static TestPostgres shared() {
        return Shared.SERVER;
    }

    /** A server of the caller's own, with durable settings. */
    public static TestPostgres start() {
        return start(Map.of());
    }

    /**
     * A server of the caller's own.
     *
     * @param changes settings over the durable ones
     */
    public static TestPostgres start(Map<String, String> changes) {
        Map<String, String> settings = new LinkedHashMap<>(DURABLE);
        settings.put("max_connections", "100");
        settings.putAll(changes);
        try {
            return new TestPostgres(settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new empty database, named after {@code purpose} and numbered. */
    public TestDatabase database(String purpose) {
        String name = purpose + "_" + databases.incrementAndGet();
        try (Connection connection = database("postgres", USER).connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE \"" + name + "\" TEMPLATE template0 STRATEGY wal_log");
        } catch (SQLException e) {
            throw new IllegalStateException("create database " + name, e);
        }
        return database(name, USER);
    }

    /** An existing database as another user; the server trusts everybody. */
    public TestDatabase database(String name, String user) {
        return new TestDatabase("jdbc:postgresql://localhost:" + port + "/" + name, user, "postgres");
    }

    /** From now on the user postgres needs its password, "postgres". */
    public void demandPasswords() {
        TestDatabase postgres = database("postgres", USER);
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER USER postgres PASSWORD 'postgres'");
            Files.writeString(folder.resolve("data/pg_hba.conf"), "host all all all scram-sha-256\n");
            statement.execute("SELECT pg_reload_conf()");
        } catch (SQLException | IOException e) {
            throw new IllegalStateException("demand passwords", e);
        }
    }

    public int port() {
        return port;
    }

    /** Ends the server at once, as a crash does: connections are cut, nothing is flushed, recovery follows at the next start. */
    public void crash() {
        try {
            if (Files.exists(pidFile())) {
                end(pid());
            }
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while crashing the server", e);
        }
    }

    /** The server's first process; the others are its children. */
    public long pid() {
        try {
            return Long.parseLong(Files.readAllLines(pidFile()).getFirst());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path pidFile() {
        return folder.resolve("data/postmaster.pid");
    }

    /** SIGQUIT makes a postmaster and its children exit at once. */
    private static void end(long pid) throws IOException, InterruptedException {
        Optional<ProcessHandle> postmaster = ProcessHandle.of(pid);
        if (postmaster.isPresent()) {
            new ProcessBuilder("kill", "-QUIT", Long.toString(pid)).start().waitFor();
            postmaster.get().onExit().join();
        }
    }

    /** Ends the server in order; clients are cut. */
    public void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a crashed or stopped server again, on its data and port. */
    public void restart() {
        try {
            server = launch(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        crash(); // quicker than an orderly end, and nothing of it is kept
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private EmbeddedPostgres launch(int wantedPort) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(false)
                .setPort(wantedPort)
                .setPGStartupWait(STARTS_WITHIN)
                .setLocaleConfig("encoding", "UTF8")
                .setLocaleConfig("locale", "C");
        settings.forEach(builder::setServerConfig);
        return builder.start();
    }

    private static final class Shared {
        private static final TestPostgres SERVER = start();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close, "end of the shared PostgreSQL"));
        }
    }
}

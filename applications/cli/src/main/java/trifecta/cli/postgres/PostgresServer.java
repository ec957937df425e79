package trifecta.cli.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import trifecta.service.FileTrouble;
import trifecta.service.OperatingException;
import trifecta.service.Secret;
import trifecta.service.process.Program;

/**
 * One PostgreSQL server: a data folder, a port on loopback, one database. Durable: a commit that was answered is on the disk,
 * which {@link #ready} asks the server itself.
 */
public final class PostgresServer {
    /** The database and its owner. */
    public static final String NAME = "trifecta";

    private static final Duration INITDB_TAKES_AT_MOST = Duration.ofSeconds(60);

    /** A segment that is not full is archived after this: what a lost disk costs at most. */
    public static final Duration ARCHIVE_WITHIN = Duration.ofSeconds(60);

    private static final String WRONG_PASSWORD = "28P01";

    /** What makes an answered commit survive a crash. */
    private static final List<String> DURABLE = List.of("fsync", "synchronous_commit", "full_page_writes");

    private final PostgresSoftware software;
    private final String name;
    private final Path folder;
    private final int port;
    private final Secret password;
    private final PostgresSize size;
    private final @Nullable String archiveCommand;

    /**
     * A server that need not exist yet.
     *
     * @param name of its process
     * @param folder its data
     */
    public PostgresServer(
            PostgresSoftware software, String name, Path folder, int port, Secret password, PostgresSize size) {
        this(software, name, folder, port, password, size, null);
    }

    private PostgresServer(
            PostgresSoftware software,
            String name,
            Path folder,
            int port,
            Secret password,
            PostgresSize size,
            @Nullable String archiveCommand) {
        this.software = software;
        this.name = name;
        this.folder = folder.toAbsolutePath();
        this.port = port;
        this.password = password;
        this.size = size;
        this.archiveCommand = archiveCommand;
    }

    /**
     * The same server, archiving its log.
     *
     * @param command what it runs for each segment, see PostgreSQL's {@code archive_command}
     */
    public PostgresServer archiving(String command) {
        return new PostgresServer(software, name, folder, port, password, size, command);
    }

    /** The name of its process. */
    public String name() {
        return name;
    }

    /** Where it listens, on loopback. */
    public int port() {
        return port;
    }

    /** Its data folder; nobody may touch it while the server runs. */
    public Path folder() {
        return folder;
    }

    /** The address for JDBC. */
    public String jdbcUrl() {
        return jdbcUrl(NAME);
    }

    /** The same of another database of the server. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** The address that psql and notebooks take, password included. */
    public String connectionString() {
        return connectionString(port, password);
    }

    /** As {@link #connectionString()}, for a server known by its port and password alone. */
    public static String connectionString(int port, Secret password) {
        return "postgresql://" + NAME + ":" + password.reveal() + "@127.0.0.1:" + port + "/" + NAME;
    }

    /** The owner's password. */
    public Secret password() {
        return password;
    }

    /** Makes the data folder on first use, and removes a lock that a crash left behind and whose number now has another process. */
    public void prepare(Path log) throws InterruptedException {
        try {
            var _ = new FolderSwitch(folder).finish();
            if (!Files.exists(folder.resolve("PG_VERSION"))) {
                initialize(log);
            } else if (StaleLock.foreign(folder)) {
                Files.delete(folder.resolve(StaleLock.FILE));
            }
        } catch (IOException e) {
            throw new OperatingException("make the data folder " + folder, FileTrouble.words(e), "", e);
        }
    }

    /** How it is started; it ends with what it is doing at SIGINT, PostgreSQL's fast shutdown. */
    public Program program(Path log) {
        List<String> settings = new ArrayList<>(List.of(
                "listen_addresses=127.0.0.1",
                "port=" + port,
                "unix_socket_directories=",
                "cluster_name=" + name,
                "max_connections=40",
                "autovacuum=on",
                "wal_level=replica",
                "min_wal_size=80MB",
                "timezone=UTC",
                "log_timezone=UTC",
                "log_line_prefix=%m [%p] %a "));
        DURABLE.forEach(setting -> settings.add(setting + "=on"));
        settings.addAll(size.settings());
        if (archiveCommand != null) {
            settings.addAll(List.of(
                    "archive_mode=on",
                    "archive_timeout=" + ARCHIVE_WITHIN.toSeconds(),
                    "archive_command=" + archiveCommand));
        }
        List<String> arguments = new ArrayList<>(List.of("-D", folder.toString()));
        settings.forEach(setting -> arguments.addAll(List.of("-c", setting)));
        return new Program(name, software.command("postgres", arguments), Map.of(), log, Program.Signal.INT);
    }

    /**
     * Whether it answers. Makes the database if it is not there, and makes sure that the server is durable.
     *
     * @throws OperatingException when it answers and will never do
     */
    public boolean ready() {
        try (Connection connection = connect()) {
            assertDurable(connection);
            createDatabase(connection);
            return true;
        } catch (SQLException e) {
            if (WRONG_PASSWORD.equals(e.getSQLState())) {
                throw new OperatingException(
                        "start " + name,
                        "its data was made with another password",
                        "put the keys back that belong to it, or choose another folder with --data",
                        e);
            }
            return false;
        }
    }

    private static void createDatabase(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT FROM pg_database WHERE datname = '" + NAME + "'")) {
            if (!rows.next()) {
                statement.execute("CREATE DATABASE " + NAME);
            }
        }
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", NAME);
        properties.setProperty("password", password.reveal());
        properties.setProperty("ApplicationName", "trifecta up");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "30");
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres", properties);
    }

    private void assertDurable(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String setting : DURABLE) {
                try (ResultSet rows = statement.executeQuery("SHOW " + setting)) {
                    rows.next();
                    if (!"on".equals(rows.getString(1))) {
                        throw new OperatingException(
                                "start " + name, setting + " is " + rows.getString(1), "every store must be durable");
                    }
                }
            }
        }
    }

    private void initialize(Path log) throws IOException, InterruptedException {
        Files.createDirectories(folder.getParent());
        discardHalfMade();
        Path secret = Files.createTempFile(folder.getParent(), "owner-", ".password");
        try {
            Files.writeString(secret, password.reveal());
            Process process = new ProcessBuilder(software.command(
                            "initdb",
                            List.of(
                                    "--pgdata=" + folder,
                                    "--username=" + NAME,
                                    "--pwfile=" + secret,
                                    "--auth=scram-sha-256",
                                    "--encoding=UTF8",
                                    "--locale-provider=builtin",
                                    "--builtin-locale=C.UTF-8",
                                    "--locale=C",
                                    "--data-checksums")))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            try {
                if (!process.waitFor(INITDB_TAKES_AT_MOST.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                    throw new OperatingException("make the database server " + name, why(log), "see " + log);
                }
            } finally {
                end(process);
            }
        } finally {
            Files.deleteIfExists(secret);
        }
    }

    /** Ends initdb and the server that it runs inside of it, if they still run: nobody waits for them any more. */
    private static void end(Process process) {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
    }

    private static String why(Path log) {
        return "initdb failed: " + LogTail.lastComplaint(log);
    }

    /** An initdb that was cut short leaves a folder without the version file that comes late; nothing is stored in it. */
    private void discardHalfMade() throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}

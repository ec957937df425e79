package trifecta.cli.pitr;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import trifecta.cli.postgres.LogTail;
import trifecta.cli.postgres.PostgresSoftware;
import trifecta.service.Backoff;
import trifecta.service.FileTrouble;
import trifecta.service.OperatingException;
import trifecta.service.process.Program;
import trifecta.service.process.Program.Signal;
import trifecta.service.process.Supervisor;
import trifecta.store.DatabaseAddress;

/**
 * A restored server that nobody else can use: on a port of loopback that nobody knows, open to one user alone, under settings of its
 * own. Recovers when it starts and is promoted at its target. Archives nothing: what it has to archive waits for the real start.
 * Ends when it is closed, and when this process ends.
 */
final class FencedServer implements AutoCloseable {
    private static final String NAME = "postgres-fenced";
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    /** It is started once: what it says when it fails is the answer. */
    private static final Backoff NEVER_AGAIN = new Backoff(Duration.ofDays(1), Duration.ofDays(1));

    private static final String WRONG_PASSWORD = "28P01";
    private static final String TOO_EARLY = "recovery ended before configured recovery target was reached";
    private static final String DAMAGED = "is damaged in the archive";

    private final Path settings;
    private final Supervisor supervisor;
    private final Login login;
    private final int port;

    private FencedServer(Path settings, Supervisor supervisor, Login login, int port) {
        this.settings = settings;
        this.supervisor = supervisor;
        this.login = login;
        this.port = port;
    }

    /**
     * What is started.
     *
     * @param data the restored data folder, with its signal for recovery
     * @param settings folder for the fence's own files, made if need be
     * @param timeline {@code latest}, {@code current} or a number, as PostgreSQL has it
     * @param goesOn whether the data is production's from now on: then its log is kept until it is archived
     */
    record Plan(Path data, Path settings, Path archive, Target target, String timeline, boolean goesOn) {}

    /** Ends one that a process left behind which died without a word. */
    static void endLeftover(Path settings) throws InterruptedException {
        var _ = Supervisor.endLeftovers(marks(settings), Map.of(NAME, Signal.INT));
    }

    /**
     * Starts it and returns when it has recovered and takes queries.
     *
     * @param ticks monotonic nanoseconds
     * @throws OperatingException when it does not get to its target; it has ended then
     */
    static FencedServer start(PostgresSoftware software, Plan plan, Login login, LongSupplier ticks)
            throws InterruptedException {
        Path settings = plan.settings();
        try {
            Files.createDirectories(settings);
            Files.writeString(settings.resolve("fenced.conf"), "");
            Files.writeString(settings.resolve("ident.conf"), "");
            Files.writeString(
                    settings.resolve("hba.conf"),
                    "host all \"" + login.user().replace("\"", "\"\"") + "\" 127.0.0.1/32 scram-sha-256\n");
        } catch (IOException e) {
            throw new OperatingException("fence the restored server", FileTrouble.words(e), "", e);
        }
        int port = freePort();
        Supervisor supervisor = new Supervisor(marks(settings), NEVER_AGAIN, ticks, new Silent());
        FencedServer server = new FencedServer(settings, supervisor, login, port);
        boolean started = false;
        try {
            supervisor.start(new Program(
                    NAME, software.command("postgres", arguments(plan, port)), Map.of(), server.log(), Signal.INT));
            server.awaitPromoted(plan.target());
            started = true;
            return server;
        } finally {
            if (!started) {
                supervisor.close();
            }
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new OperatingException("find a free port", FileTrouble.words(e), "", e);
        }
    }

    private static Path marks(Path settings) {
        return settings.resolve("run");
    }

    private static List<String> arguments(Plan plan, int port) {
        Path own = plan.settings();
        List<String> settings = new ArrayList<>(List.of(
                "config_file=" + own.resolve("fenced.conf"),
                "hba_file=" + own.resolve("hba.conf"),
                "ident_file=" + own.resolve("ident.conf"),
                "listen_addresses=127.0.0.1",
                "port=" + port,
                "unix_socket_directories=",
                "cluster_name=fenced",
                "ssl=off",
                "logging_collector=off",
                "log_destination=stderr",
                "lc_messages=C",
                "shared_preload_libraries=",
                "shared_buffers=128MB",
                "max_wal_size=2GB",
                "hot_standby=off", // it takes no query before it has recovered, and needs none of the old server's
                // sizes
                "autovacuum=off",
                "fsync=on",
                "synchronous_commit=on",
                "full_page_writes=on",
                "wal_level=replica",
                "timezone=UTC",
                "log_timezone=UTC",
                "log_line_prefix=%m [%p] ",
                "archive_mode=" + (plan.goesOn() ? "on" : "off"),
                "archive_library=",
                "archive_command=", // nothing is archived yet, and nothing forgotten that is to be archived
                "restore_command=" + Shell.restore(plan.archive()),
                "recovery_target_timeline=" + plan.timeline(),
                "recovery_target_action=promote"));
        settings.addAll(plan.target().settings());
        List<String> arguments = new ArrayList<>(List.of("-D", plan.data().toString()));
        settings.forEach(setting -> arguments.addAll(List.of("-c", setting)));
        return arguments;
    }

    /** The address of the login's database. */
    DatabaseAddress address() {
        return login.at(port);
    }

    /** Connects to one of its databases. */
    Connection connect(String database) throws SQLException {
        DatabaseAddress address = login.at(port, database);
        return DriverManager.getConnection(address.url(), address.user(), address.password());
    }

    Connection connect() throws SQLException {
        return connect(login.database());
    }

    /** Ends it cleanly: all that it has is on the disk then. */
    void stop() throws InterruptedException {
        supervisor.stop(NAME);
    }

    @Override
    public void close() {
        supervisor.close();
    }

    private Path log() {
        return settings.resolve("fenced.log");
    }

    private void awaitPromoted(Target target) throws InterruptedException {
        while (!promoted()) {
            if (supervisor.failures(NAME) > 0) {
                throw failed(target);
            }
            TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
        }
    }

    private boolean promoted() {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT NOT pg_is_in_recovery()")) {
            row.next();
            return row.getBoolean(1);
        } catch (SQLException e) {
            if (WRONG_PASSWORD.equals(e.getSQLState())) {
                throw new OperatingException(
                        "look into the restored server",
                        "user " + login.user() + " had another password when the backup was taken",
                        "give that of then in the connection string",
                        e);
            }
            return false; // not yet, or it has ended: the caller finds out
        }
    }

    private OperatingException failed(Target target) {
        List<String> said;
        try (Stream<String> lines = Files.lines(log())) {
            said = lines.toList();
        } catch (IOException e) {
            return new OperatingException("recover to " + target, FileTrouble.words(e), "", e);
        }
        for (String line : said) {
            if (line.contains(DAMAGED)) {
                return new OperatingException(
                        "recover to " + target, line, "the log can be recovered to a time before it, not beyond");
            }
            if (line.contains(TOO_EARLY)) {
                return new OperatingException(
                        "recover to " + target,
                        "the log ends before: its last commit was " + lastCommit(said),
                        "`--to latest` goes to its end");
            }
        }
        return new OperatingException(
                "recover to " + target, "the server ended: " + LogTail.lastComplaint(log()), "its log is " + log());
    }

    private static String lastCommit(List<String> said) {
        String before = "last completed transaction was at log time ";
        return said.stream()
                .filter(line -> line.contains(before))
                .map(line -> "at " + line.substring(line.indexOf(before) + before.length()))
                .reduce((_, last) -> last)
                .orElse("before the backup");
    }

    /** What becomes of it, whoever waits for it asks. */
    private static final class Silent implements Supervisor.Listener {
        @Override
        public void started(String name, long pid) {
            // as wanted
        }

        @Override
        public void died(String name, int exitCode, Duration restartIn) {
            // its log says why
        }
    }
}

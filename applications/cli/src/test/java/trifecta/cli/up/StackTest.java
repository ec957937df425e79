package trifecta.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trifecta.cli.postgres.PostgresServer;
import trifecta.service.Clocks;
import trifecta.service.OperatingException;
import trifecta.service.process.ProcessMark;
import trifecta.service.process.Supervisor;

/** A real stack: real servers, real processes. */
class StackTest {
    private static final long PATIENCE_SECONDS = 60;
    private static final List<String> SERVERS =
            List.of("postgres-production", "postgres-gatherer-1", "postgres-gatherer-2", "postgres-gatherer-3");

    @TempDir
    private Path folder = Path.of("");

    private static final Supervisor.Listener NOBODY = new Supervisor.Listener() {
        @Override
        public void started(String name, long pid) {
            // the test asks by itself
        }

        @Override
        public void died(String name, int exitCode, Duration restartIn) {
            // the test asks by itself
        }
    };

    private StackSettings settings() {
        return StackSettings.of(folder.resolve("a folder"), cache(), new Source.Simulated(20, 200, 1));
    }

    /** Shared with the launcher, so that PostgreSQL is unpacked once. */
    private static Path cache() {
        Path start = Path.of("").toAbsolutePath();
        for (Path up = start; up != null; up = up.getParent()) {
            if (Files.exists(up.resolve("trifecta"))) {
                return up.resolve(".cache");
            }
        }
        return start.resolve("target/cache");
    }

    private Stack start() throws InterruptedException {
        return Stack.start(settings(), Clocks.ticks(), NOBODY);
    }

    @Test
    void aStackStartsStopsAndGoesOnWithItsDataAndItsPorts() throws Exception {
        StackDescription places;
        try (Stack stack = start()) {
            places = stack.places();
            assertThat(stack.pids())
                    .containsKeys(
                            "exchange", "gatherer-1", "gatherer-2", "gatherer-3", "deduplicator-1", "deduplicator-2")
                    .containsKeys(SERVERS.toArray(String[]::new));
            execute(stack, "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (42)");
            Path key = folder.resolve("a folder/keys/line-1.pem");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                    .isEqualTo("rw-------");
            assertThatThrownBy(this::start)
                    .isInstanceOf(OperatingException.class)
                    .hasMessageContaining("another `trifecta up` works there");
        }
        assertThat(folder.resolve("a folder/run")).isEmptyDirectory();
        try (Stack stack = start()) {
            assertThat(number(stack, "SELECT n FROM kept")).isEqualTo(42);
            assertThat(stack.places()).isEqualTo(places);
        }
    }

    @Test
    void aKilledServerAndAKilledProcessComeBack() throws Exception {
        try (Stack stack = start()) {
            execute(stack, "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (7)");
            Map<String, Long> before = stack.pids();
            for (String name : List.of("postgres-production", "gatherer-2")) {
                stack.kill(name);
                await(() -> stack.pids().containsKey(name)
                        && !stack.pids().get(name).equals(before.get(name)));
            }
            await(() -> stack.database(Stack.PRODUCTION).ready());
            assertThat(number(stack, "SELECT n FROM kept")).isEqualTo(7);
        }
    }

    @Test
    void whatACrashedStackLeftBehindIsEndedByTheNext() throws Exception {
        start().close();
        Path marks = folder.resolve("a folder/run");
        Process left = new ProcessBuilder("sleep", "1000").start();
        ProcessMark.of(left.toHandle()).write(marks.resolve("gatherer-1.pid"));
        Process innocent = new ProcessBuilder("sleep", "1000").start();
        new ProcessMark(innocent.pid(), 1).write(marks.resolve("gatherer-2.pid"));
        lockOf("production", innocent.pid());
        try (Stack stack = start()) {
            assertThat(left.isAlive()).isFalse();
            assertThat(innocent.isAlive()).isTrue();
            assertThat(stack.pids()).containsKeys(SERVERS.toArray(String[]::new));
        } finally {
            left.destroyForcibly();
            innocent.destroyForcibly();
        }
    }

    /** The lock of a crashed server whose number has gone to somebody else. */
    private void lockOf(String database, long pid) throws Exception {
        Path data = folder.resolve("a folder/postgres").resolve(database);
        Files.writeString(
                data.resolve("postmaster.pid"), pid + "\n" + data + "\n1700000000\n1\n\n127.0.0.1\n  0 0\nready   \n");
    }

    private static void execute(Stack stack, String... statements) throws SQLException {
        try (Connection connection = connect(stack.database(Stack.PRODUCTION));
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static int number(Stack stack, String query) throws SQLException {
        try (Connection connection = connect(stack.database(Stack.PRODUCTION));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static Connection connect(PostgresServer server) throws SQLException {
        return DriverManager.getConnection(
                server.jdbcUrl(), PostgresServer.NAME, server.password().reveal());
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            Thread.sleep(20);
        }
    }
}

package trifecta.cli.pitr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trifecta.cli.ConnectionString;
import trifecta.cli.postgres.PostgresServer;
import trifecta.cli.postgres.PostgresSize;
import trifecta.cli.postgres.PostgresSoftware;
import trifecta.cli.up.Ports;
import trifecta.service.Clocks;
import trifecta.service.OperatingException;
import trifecta.service.Secret;
import trifecta.service.process.Supervisor;

/** Real servers: backed up while they run, put back, and put back again. */
class RestoreTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The launcher's, so that PostgreSQL is unpacked once. */
    private static final Path CACHE = Path.of("../../.cache");

    @TempDir
    private Path temporary = Path.of("");

    private final LongSupplier ticks = Clocks.ticks();
    private final PostgresSoftware software = PostgresSoftware.unpacked(CACHE);
    private final List<String> said = new ArrayList<>();
    private BackupFolder folder = new BackupFolder(Path.of(""));
    private Supervisor supervisor = supervisor();
    private PostgresServer server =
            new PostgresServer(software, "none", Path.of(""), 1, Secret.of(""), PostgresSize.GATHERER);

    private Supervisor supervisor() {
        return new Supervisor(temporary.resolve("run"), Supervisor.RESTARTS, ticks, new Supervisor.Listener() {
            @Override
            public void started(String name, long pid) {
                // the test asks by itself
            }

            @Override
            public void died(String name, int exitCode, Duration restartIn) {
                // the test asks by itself
            }
        });
    }

    @BeforeEach
    void begin() throws Exception {
        supervisor = supervisor();
        folder = BackupFolder.of(temporary.resolve("the backups")).make();
        server = plain().archiving(Shell.archive(folder.wal()));
        start();
    }

    private PostgresServer plain() {
        return new PostgresServer(
                software,
                "postgres-test",
                temporary.resolve("a server"),
                new Ports(Map.of()).choose("test"),
                Secret.of("it's secret"),
                PostgresSize.GATHERER);
    }

    @AfterEach
    void end() {
        supervisor.close();
    }

    private void start() throws Exception {
        server.prepare(temporary.resolve("log"));
        supervisor.start(server.program(temporary.resolve("log")));
        long end = ticks.getAsLong() + PATIENCE.toNanos();
        while (!server.ready()) {
            assertThat(ticks.getAsLong()).as("in time").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private ConnectionString production() {
        return ConnectionString.parse(server.connectionString().replace("it's secret", "it's%20secret"));
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = production().connect();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private String text(String query) throws SQLException {
        try (Connection connection = production().connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }

    /** A row that is committed before the time that is returned. */
    private Instant row(int n) throws SQLException {
        execute("INSERT INTO kept VALUES (" + n + ")");
        return OffsetDateTime.parse(text("SELECT to_char(clock_timestamp(), 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"))
                .toInstant();
    }

    private String rows() throws SQLException {
        return text("SELECT coalesce(string_agg(n::text, ' ' ORDER BY n), '') FROM kept");
    }

    private Backup.Whole backUp() throws InterruptedException {
        return new BackupTaker(folder, ticks, _ -> {}).take(production(), Keep.DAILY);
    }

    private Backup.Verified verify(String id) throws InterruptedException {
        return new Verifier(folder, software, Clocks.wall(), ticks).verify(id, Login.of(production()), _ -> {});
    }

    private Restore.Done restore(Target target, OptionalInt timeline) throws InterruptedException {
        return new Restore(folder, software, ticks, said::add, _ -> {})
                .restore(new Restore.Wish(
                        server.folder(), target, Optional.empty(), timeline, Login.of(production()), Map.of()));
    }

    private Restore.Done restore(Target target) throws InterruptedException {
        return restore(target, OptionalInt.empty());
    }

    @Test
    void aServerGoesBackToATimeBetweenTwoCommitsAndOnFromThere() throws Exception {
        execute("CREATE TABLE kept (n int PRIMARY KEY)");
        row(1);
        Backup.Whole backup = backUp();
        assertThat(backup.isVerified()).isFalse();
        assertThat(verify(backup.id()).found()).contains("page checksums right", "indexes checked");
        assertThat(folder.whole(backup.id()).isVerified()).isTrue();
        Instant second = row(2);
        row(3);
        supervisor.stop(server.name());

        Restore.Done done = restore(new Target.At(second));
        assertThat(done.former())
                .hasValueSatisfying(former -> assertThat(former).isDirectory());
        start();
        assertThat(rows()).isEqualTo("1 2");
        assertThat(text("SHOW archive_command")).contains(folder.wal().toString());

        // on the new timeline it is archived, backed up and put back as before
        Instant fourth = row(4);
        row(5);
        supervisor.stop(server.name());
        restore(new Target.At(fourth));
        start();
        assertThat(rows()).isEqualTo("1 2 4");
        Backup.Whole later = backUp();
        assertThat(later.manifest().timeline()).isEqualTo(3);
        verify(later.id());
        supervisor.stop(server.name());

        // what was given up is there all the same
        restore(new Target.Latest(), OptionalInt.of(1));
        start();
        assertThat(rows()).isEqualTo("1 2 3");
    }

    @Test
    void aServerThatCrashedComesBackWithAllItHadAnswered() throws Exception {
        execute("CREATE TABLE kept (n int PRIMARY KEY)");
        backUp();
        row(1);
        execute("SELECT pg_switch_wal()");
        row(2);
        supervisor.kill(server.name(), false); // its last segment is in no archive
        restore(new Target.Latest());
        start();
        assertThat(rows()).isEqualTo("1 2");
    }

    @Test
    void aFileThatWasCutOrChangedIsNotRestored() throws Exception {
        execute("CREATE TABLE kept AS SELECT generate_series(1, 10000) n");
        String file = "data/" + text("SELECT pg_relation_filepath('kept')");
        execute("CHECKPOINT");
        Backup.Whole backup = backUp();
        verify(backup.id());
        Path table = backup.folder().resolve(file);
        byte[] content = Files.readAllBytes(table);
        try (FileChannel cut = FileChannel.open(table, StandardOpenOption.WRITE)) {
            cut.truncate(content.length - 8192L);
        }
        assertThatThrownBy(() -> verify(backup.id()))
                .isInstanceOf(OperatingException.class)
                .hasMessageContaining("the backup is damaged")
                .hasMessageContaining("bytes instead of");
        assertThat(folder.whole(backup.id()).isVerified()).as("any more").isFalse();
        content[100] ^= 1;
        Files.write(table, content);
        supervisor.stop(server.name());
        assertThatThrownBy(() -> restore(new Target.Latest()))
                .isInstanceOf(OperatingException.class)
                .hasMessageContaining("has other content than it was backed up with");
        Files.delete(table);
        assertThatThrownBy(() -> restore(new Target.Latest())).hasMessageContaining("is missing");
        start();
        assertThat(text("SELECT count(*) FROM kept")).as("as it was").isEqualTo("10000");
        try (var beside = Files.list(server.folder().getParent())) {
            assertThat(beside.map(each -> each.getFileName().toString()))
                    .noneMatch(name -> name.contains(".making") || name.contains(".restored"));
        }
    }

    @Test
    void logThatIsMissingOrDamagedIsToldBeforeAnythingChanges() throws Exception {
        execute("CREATE TABLE kept (n int PRIMARY KEY)");
        Backup.Whole backup = backUp();
        List<String> segments = new ArrayList<>();
        for (int n = 1; n <= 3; n++) {
            row(n);
            segments.add(text("SELECT pg_walfile_name(pg_switch_wal())"));
        }
        Instant end = row(4);
        supervisor.stop(server.name());
        Path second = folder.wal().resolve(segments.get(1) + ".gz");
        byte[] content = Files.readAllBytes(second);
        // the server itself has it still: it is gone with its disk
        Files.move(server.folder(), temporary.resolve("lost"));

        Files.write(second, Arrays.copyOf(content, content.length / 2));
        assertThatThrownBy(() -> restore(new Target.Latest()))
                .isInstanceOf(OperatingException.class)
                .hasMessageContaining(segments.get(1) + " is damaged in the archive");
        Files.delete(second);
        assertThat(LogReach.of(folder).words(backup)).contains("hole at " + segments.get(1));
        assertThatThrownBy(() -> restore(new Target.Latest()))
                .hasMessageContaining(segments.get(1) + " of the log is missing, though later ones are there");
        assertThatThrownBy(() -> restore(new Target.At(end))).hasMessageContaining("the log ends before");
        assertThat(server.folder()).doesNotExist();

        Files.write(second, content);
        restore(new Target.Latest());
        start();
        assertThat(rows()).isEqualTo("1 2 3 4");
    }

    @Test
    void whatCannotBeIsSaidInASentence() throws Exception {
        execute("CREATE TABLE kept (n int PRIMARY KEY)");
        Backup.Whole backup = backUp();
        assertThatThrownBy(() -> restore(new Target.Latest())).hasMessageContaining("a server works there");
        supervisor.stop(server.name());
        assertThatThrownBy(() ->
                        restore(new Target.At(backup.manifest().begin().at().minusSeconds(1))))
                .hasMessageContaining("the oldest backup ends later");
        assertThatThrownBy(this::backUp).hasMessageContaining("is it up?");
        server = plain();
        start();
        assertThatThrownBy(this::backUp).hasMessageContaining("archive_mode is off");
        assertThat(folder.backups()).hasSize(1);
    }
}

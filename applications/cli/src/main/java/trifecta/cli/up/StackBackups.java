package trifecta.cli.up;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import trifecta.cli.ConnectionString;
import trifecta.cli.pitr.BackupFolder;
import trifecta.cli.pitr.Login;
import trifecta.cli.pitr.Restore;
import trifecta.cli.pitr.Target;
import trifecta.cli.postgres.LogTail;
import trifecta.cli.postgres.PostgresServer;
import trifecta.cli.postgres.PostgresSize;
import trifecta.cli.postgres.PostgresSoftware;
import trifecta.service.Backoff;
import trifecta.service.OperatingException;
import trifecta.service.process.Program.Signal;
import trifecta.service.process.Supervisor;
import trifecta.store.DatabaseAddress;

/** Backups of the production of a stack on this machine, found by its data folder. */
public final class StackBackups {
    /** A recovery after a crash replays at most the log since one checkpoint. */
    private static final Duration READY_AT_MOST = Duration.ofSeconds(60);

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final Path data;

    /** @param data the data folder of `up` */
    public StackBackups(Path data) {
        this.data = data;
    }

    /** Where they lie. */
    public BackupFolder folder() {
        return BackupFolder.of(DataFolder.of(data).backups());
    }

    /** Production while the stack runs. */
    public ConnectionString production() {
        return ConnectionString.parse(StackDatabases.connectionString(data, Stack.PRODUCTION));
    }

    /** Who may look into a restored production. */
    public Login login() {
        return Login.of(production());
    }

    /** The data folder of production's server. */
    public Path serverFolder() {
        return DataFolder.of(data).database(Stack.PRODUCTION);
    }

    /**
     * Puts production back while nothing of the stack runs; the next start goes on from there. The gatherers' servers are started for the
     * comparison with what they keep, and ended again.
     *
     * @param timeline empty: the newest
     * @throws OperatingException when the stack runs, or it cannot be done: production is as it was then
     */
    public Restore.Done restore(
            Restore restore, Target target, Optional<String> backup, OptionalInt timeline, LongSupplier ticks)
            throws InterruptedException {
        DataFolder folder = DataFolder.of(data);
        StackDescription places = StackDescription.read(data)
                .orElseThrow(() -> new OperatingException(
                        "restore production", "nothing was started in " + data, "`trifecta up` starts everything"));
        Login login = login();
        try (Held _ = new Held(folder.take());
                Supervisor servers =
                        new Supervisor(folder.marks(), new Backoff(READY_AT_MOST, READY_AT_MOST), ticks, new Quiet())) {
            Map<String, Signal> signals = new LinkedHashMap<>();
            places.databases().keySet().forEach(name -> signals.put(Stack.server(name), Signal.INT));
            var _ = Supervisor.endLeftovers(folder.marks(), signals);
            return restore.restore(new Restore.Wish(
                    serverFolder(), target, backup, timeline, login, gatherers(folder, places, servers, ticks)));
        }
    }

    private static Map<Integer, DatabaseAddress> gatherers(
            DataFolder folder, StackDescription places, Supervisor servers, LongSupplier ticks)
            throws InterruptedException {
        PostgresSoftware software = PostgresSoftware.unpacked(CacheFolder.path());
        KeyPairs keys = new KeyPairs(folder.keys());
        Map<Integer, DatabaseAddress> gatherers = new LinkedHashMap<>();
        for (int line = 1; places.databases().containsKey(Stack.gatherer(line)); line++) {
            String name = Stack.gatherer(line);
            int port = places.databases().getOrDefault(name, 0);
            if (Files.exists(folder.database(name).resolve("PG_VERSION"))) {
                PostgresServer server = new PostgresServer(
                        software,
                        Stack.server(name),
                        folder.database(name),
                        port,
                        keys.storedPassword(),
                        PostgresSize.GATHERER);
                server.prepare(folder.log(server.name()));
                servers.start(server.program(folder.log(server.name())));
                awaitReady(server, servers, folder.log(server.name()), ticks);
                gatherers.put(
                        line,
                        new DatabaseAddress(
                                server.jdbcUrl(),
                                PostgresServer.NAME,
                                server.password().reveal()));
            }
        }
        return gatherers;
    }

    private static void awaitReady(PostgresServer server, Supervisor servers, Path log, LongSupplier ticks)
            throws InterruptedException {
        long end = ticks.getAsLong() + READY_AT_MOST.toNanos();
        while (!server.ready()) {
            if (servers.failures(server.name()) > 0 || ticks.getAsLong() > end) {
                throw new OperatingException(
                        "start " + server.name() + " to see what its line keeps",
                        LogTail.lastComplaint(log),
                        "see " + log);
            }
            TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
        }
    }

    /** A restore with this machine's PostgreSQL into this folder of backups. */
    public Restore restoring(LongSupplier ticks, Consumer<String> listener, LongConsumer progress) {
        return new Restore(folder(), PostgresSoftware.unpacked(CacheFolder.path()), ticks, listener, progress);
    }

    /** The data folder, taken. */
    private record Held(AutoCloseable lock) implements AutoCloseable {
        @Override
        public void close() {
            try {
                lock.close();
            } catch (Exception e) {
                throw new OperatingException("let go of the data folder", String.valueOf(e.getMessage()), "", e);
            }
        }
    }

    /** Servers that run for a moment are no news. */
    private static final class Quiet implements Supervisor.Listener {
        @Override
        public void started(String name, long pid) {
            // as wanted
        }

        @Override
        public void died(String name, int exitCode, Duration restartIn) {
            // whoever waits for it finds out
        }
    }
}

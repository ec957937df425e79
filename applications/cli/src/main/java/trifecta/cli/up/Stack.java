package trifecta.cli.up;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import trifecta.cli.pitr.BackupFolder;
import trifecta.cli.pitr.Shell;
import trifecta.cli.postgres.LogTail;
import trifecta.cli.postgres.PostgresServer;
import trifecta.cli.postgres.PostgresSize;
import trifecta.cli.postgres.PostgresSoftware;
import trifecta.service.Config;
import trifecta.service.Launch;
import trifecta.service.Lifecycle;
import trifecta.service.OperatingException;
import trifecta.service.Secret;
import trifecta.service.process.MarkedProcesses;
import trifecta.service.process.Program;
import trifecta.service.process.Program.Signal;
import trifecta.service.process.Supervisor;
import trifecta.service.status.Leader;

/**
 * A whole Trifecta on this machine, each part a process: a database server for each gatherer and for production, the built-in
 * exchange unless Kalshi is captured, gatherers, deduplicator, console. What dies is restarted; {@link #close} ends everything in
 * reverse order. Data stays, a second start in the same folder goes on from there.
 *
 * <p>Processes are named {@code exchange}, {@code gatherer-1} ..., {@code deduplicator-1} ..., {@code console}, and the database servers
 * {@code postgres-production}, {@code postgres-gatherer-1} ....
 */
public final class Stack implements AutoCloseable {
    /** The production database; its server's process is {@code postgres-production}. */
    public static final String PRODUCTION = "production";

    /** The process of the built-in exchange. */
    public static final String EXCHANGE = "exchange";

    /** The component of which one process merges and another stands by, see {@link #deduplicator}. */
    public static final String DEDUPLICATOR = "deduplicator";

    /** The process of the console. */
    public static final String CONSOLE = "console";

    private static final String SERVER_PREFIX = "postgres-";

    /** For the closing of the whole stack: each process has its own shorter grace. */
    static final Duration CLOSE_DEADLINE = Duration.ofSeconds(60);

    /** A recovery after a crash replays at most the log since one checkpoint. */
    private static final Duration READY_AT_MOST = Duration.ofSeconds(60);

    private static final Duration READY_POLL = Duration.ofMillis(50);

    /** A server whose predecessor's backends are still ending refuses once or twice. */
    private static final int START_FAILURES_MAX = 4;

    private final StackSettings settings;
    private final DataFolder folder;
    private final LongSupplier ticks;
    private final Lifecycle parts;
    private final Supervisor supervisor;
    private final StackDescription places;
    private final Map<String, PostgresServer> databases = new LinkedHashMap<>();
    private final Wiring wiring;
    private final Map<String, Program> programs = new LinkedHashMap<>();

    private Stack(StackSettings settings, LongSupplier ticks, Supervisor.Listener listener, Lifecycle parts)
            throws InterruptedException {
        this.settings = settings;
        this.ticks = ticks;
        this.parts = parts;
        folder = DataFolder.of(settings.data());
        parts.own("data folder", folder.take());
        KeyPairs keys = new KeyPairs(folder.keys());
        Supervisor.endLeftovers(folder.marks(), endSignals());
        places = places(settings);
        places.write(folder.root());
        PostgresSoftware software = PostgresSoftware.unpacked(settings.cache());
        places.databases().forEach((name, port) -> databases.put(name, server(software, name, port, keys.password())));
        if (settings.backup() != StackSettings.Backup.NONE) {
            Path archive = BackupFolder.of(folder.backups()).make().wal();
            databases.compute(
                    PRODUCTION,
                    (_, production) -> Objects.requireNonNull(production).archiving(Shell.archive(archive)));
        }
        wiring = new Wiring(folder, keys, settings, places, databases);
        supervisor = parts.own("processes", new Supervisor(folder.marks(), Supervisor.RESTARTS, ticks, listener));
    }

    /**
     * Starts everything and returns when the databases answer and all processes are started; whether the lines are live yet, their
     * statuses tell.
     *
     * @param ticks monotonic nanoseconds
     * @throws trifecta.service.OperatingException when something on this machine does not allow it; nothing is left running
     */
    public static Stack start(StackSettings settings, LongSupplier ticks, Supervisor.Listener listener)
            throws InterruptedException {
        Lifecycle parts = new Lifecycle(ticks);
        try {
            Stack stack = new Stack(settings, ticks, listener, parts);
            stack.startAll();
            return stack;
        } catch (RuntimeException | InterruptedException e) {
            parts.close(CLOSE_DEADLINE);
            throw e;
        }
    }

    /** The name of a gatherer's process, of its database too. */
    public static String gatherer(int line) {
        return "gatherer-" + line;
    }

    /** The name of the process that serves a database, {@link #PRODUCTION} or a gatherer's. */
    public static String server(String database) {
        return SERVER_PREFIX + database;
    }

    /** The name of a deduplicator's process; whether it merges or stands by its status tells, see {@link Leader}. */
    public static String deduplicator(int number) {
        return DEDUPLICATOR + "-" + number;
    }

    /** The id of a line's key at the built-in exchange. */
    static String line(int line) {
        return "line-" + line;
    }

    /** What runs where. */
    public StackDescription places() {
        return places;
    }

    /** The settings it was started with. */
    public StackSettings settings() {
        return settings;
    }

    /** Where a process tells its status. */
    public URI status(String process) {
        return places.status(process);
    }

    /** The connection string of {@link #PRODUCTION} or of a gatherer's database, with its password. */
    public String connectionString(String database) {
        return database(database).connectionString();
    }

    /** A database server, for tests that look inside. */
    public PostgresServer database(String database) {
        PostgresServer server = databases.get(database);
        if (server == null) {
            throw new IllegalArgumentException("no database " + database + " among " + databases.keySet());
        }
        return server;
    }

    /** The folder of the built-in exchange's own record. */
    public Path exchangeRecord() {
        return folder.exchangeRecord();
    }

    /** Process numbers by process name, in the order of starting. */
    public Map<String, Long> pids() {
        return supervisor.pids();
    }

    /** Ends a process cleanly; it stays down until it is started again. */
    public void stop(String process) throws InterruptedException {
        supervisor.stop(process);
    }

    /** Starts a process again that was stopped. */
    public void start(String process) {
        Program program;
        synchronized (programs) {
            program = programs.get(process);
        }
        if (program == null) {
            throw new IllegalArgumentException("nothing here is called " + process);
        }
        supervisor.start(program);
    }

    /** Ends a process at once, as kill -9 does; the supervisor brings it back. */
    public void kill(String process) throws InterruptedException {
        supervisor.kill(process, true);
    }

    /**
     * Ends a database server cleanly, does something to its data folder, and starts it again; what is gone is made anew.
     *
     * @param database {@link #PRODUCTION} or a gatherer's
     */
    public void whileDown(String database, Consumer<Path> todo) throws InterruptedException {
        PostgresServer server = database(database);
        supervisor.stop(server.name());
        try {
            todo.accept(server.folder());
        } finally {
            server.prepare(folder.log(server.name()));
            run(server.program(folder.log(server.name())));
        }
        awaitReady(server);
    }

    /**
     * Merges all lines from their begin into another database of production's server, beside production: what it would be if nothing
     * had ever happened to it. Goes on until it is stopped.
     *
     * @param database there, empty
     * @return the name of its process
     */
    public String mergeAnew(String database) {
        Map<String, String> config = new LinkedHashMap<>(wiring.deduplicator(1));
        config.put("deduplicator.name", database);
        config.put("deduplicator.production.url", database(PRODUCTION).jdbcUrl(database));
        config.put("deduplicator.status-port", "0");
        launch(database, DEDUPLICATOR, config);
        return database;
    }

    /** Where backups of production lie, when it has any. */
    public BackupFolder backups() {
        return BackupFolder.of(folder.backups());
    }

    /** The processes, to break them as a stranger would. */
    public MarkedProcesses processes() {
        return new MarkedProcesses(folder.marks());
    }

    /** Lets a process stand still, as a machine that hangs does, until {@link #resume}. */
    public void pause(String process) {
        supervisor.signal(process, Signal.STOP);
    }

    /** Lets a process go on that was paused. */
    public void resume(String process) {
        supervisor.signal(process, Signal.CONT);
    }

    @Override
    public void close() {
        try {
            parts.close(CLOSE_DEADLINE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void startAll() throws InterruptedException {
        boolean simulated = !(settings.source() instanceof Source.Kalshi);
        List<Callable<Void>> first = new ArrayList<>();
        KeyPairs keys = new KeyPairs(folder.keys());
        first.add(() -> {
            if (simulated) {
                for (int line = 1; line <= settings.lines(); line++) {
                    keys.privateKey(line(line));
                }
                launch(EXCHANGE, EXCHANGE, wiring.exchange());
            }
            return null;
        });
        for (PostgresServer server : databases.values()) {
            first.add(() -> {
                server.prepare(folder.log(server.name()));
                return null;
            });
        }
        together(first);
        for (PostgresServer server : databases.values()) {
            run(server.program(folder.log(server.name())));
        }
        for (PostgresServer server : databases.values()) {
            awaitReady(server);
        }
        for (int line = 1; line <= settings.lines(); line++) {
            launch(gatherer(line), "gatherer", wiring.gatherer(line));
        }
        for (int number = 1; number <= settings.deduplicators(); number++) {
            launch(deduplicator(number), DEDUPLICATOR, wiring.deduplicator(number));
        }
        if (settings.consolePort().isPresent()) {
            launch(CONSOLE, CONSOLE, wiring.console());
        }
    }

    private PostgresServer server(PostgresSoftware software, String name, int port, Secret password) {
        return new PostgresServer(
                software,
                server(name),
                folder.database(name),
                port,
                password,
                name.equals(PRODUCTION) ? PostgresSize.PRODUCTION : PostgresSize.GATHERER);
    }

    private void awaitReady(PostgresServer server) throws InterruptedException {
        long end = ticks.getAsLong() + READY_AT_MOST.toNanos();
        while (!server.ready()) {
            if (supervisor.failures(server.name()) > START_FAILURES_MAX || ticks.getAsLong() > end) {
                Path log = folder.log(server.name());
                throw new OperatingException("start " + server.name(), LogTail.lastComplaint(log), "see " + log);
            }
            Thread.sleep(READY_POLL);
        }
    }

    private void launch(String process, String component, Map<String, String> config) {
        Map<String, String> all = new LinkedHashMap<>(config);
        all.putAll(settings.overrides().getOrDefault(component, Map.of()));
        all.putAll(settings.overrides().getOrDefault(process, Map.of()));
        Map<String, String> environment = new LinkedHashMap<>();
        all.forEach((key, value) -> environment.put(Config.environmentVariable(key), value));
        settings.configFile()
                .ifPresent(file ->
                        environment.put("TRIFECTA_CONFIG", file.toAbsolutePath().toString()));
        run(Program.java(
                process,
                VirtualMachine.options(process, component, settings.heaps()),
                List.of(Launch.class.getName(), component),
                environment,
                folder.log(process)));
    }

    private void run(Program program) {
        synchronized (programs) {
            programs.put(program.name(), program);
        }
        supervisor.start(program);
    }

    private StackDescription places(StackSettings wanted) {
        Optional<StackDescription> earlier = StackDescription.read(wanted.data());
        earlier.ifPresent(places -> places.accept(wanted.source(), wanted.data()));
        Ports ports = new Ports(earlier.map(StackDescription::ports).orElse(Map.of()));
        int console = wanted.consolePort().isPresent()
                ? ports.demand(
                        "console",
                        wanted.consolePort().getAsInt(),
                        "choose another with --port, or look for a Trifecta that runs already")
                : 0;
        Map<String, Integer> servers = new LinkedHashMap<>();
        Map<String, Integer> statuses = new LinkedHashMap<>();
        servers.put(PRODUCTION, ports.choose("database " + PRODUCTION));
        boolean own = !(wanted.source() instanceof Source.Kalshi);
        int exchange = own ? ports.choose("exchange") : 0;
        if (own) {
            statuses.put(EXCHANGE, ports.choose("status " + EXCHANGE));
        }
        for (int line = 1; line <= wanted.lines(); line++) {
            servers.put(gatherer(line), ports.choose("database " + gatherer(line)));
            statuses.put(gatherer(line), ports.choose("status " + gatherer(line)));
        }
        for (int number = 1; number <= wanted.deduplicators(); number++) {
            statuses.put(deduplicator(number), ports.choose("status " + deduplicator(number)));
        }
        return new StackDescription(
                wanted.source().words(), wanted.source().kind(), servers, statuses, console, exchange);
    }

    /** Database servers end at SIGINT without waiting for their clients. */
    private Map<String, Signal> endSignals() {
        Map<String, Signal> signals = new LinkedHashMap<>();
        signals.put(server(PRODUCTION), Signal.INT);
        for (int line = 1; line <= settings.lines(); line++) {
            signals.put(server(gatherer(line)), Signal.INT);
        }
        return signals;
    }

    private static void together(List<Callable<Void>> tasks) throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Void> task : threads.invokeAll(tasks)) {
                task.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}

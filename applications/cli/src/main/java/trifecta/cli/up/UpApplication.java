package trifecta.cli.up;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import trifecta.cli.ConnectionString;
import trifecta.cli.Terminal;
import trifecta.cli.Terminal.Colour;
import trifecta.cli.postgres.PostgresSoftware;
import trifecta.service.Application;
import trifecta.service.Config;
import trifecta.service.ExitCode;
import trifecta.service.OperatingException;
import trifecta.service.ServiceContext;
import trifecta.service.process.Supervisor;
import trifecta.service.status.Health;

/** {@code trifecta up}: a whole stack on this machine, shown as it lives. */
public final class UpApplication implements Application<StackSettings> {
    private static final Duration START_POLL = Duration.ofMillis(50);

    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

    /** Where lines cannot be drawn again, a table now and then is enough. */
    private static final int LOOKS_PER_PLAIN_TABLE = 30;

    private final Optional<Path> configFile;

    /** As the service loader makes it, without a configuration file of its own. */
    public UpApplication() {
        this(Optional.empty());
    }

    /** With the configuration file that the processes read as well. */
    public UpApplication(Optional<Path> configFile) {
        this.configFile = configFile;
    }

    @Override
    public String name() {
        return "up";
    }

    @Override
    public String summary() {
        return "run everything on this machine";
    }

    @Override
    public StackSettings configure(Config config) {
        return UpSettings.read(config, configFile);
    }

    @Override
    public int run(StackSettings wanted, ServiceContext context) throws InterruptedException {
        StackSettings settings = wanted.source() instanceof Source.Simulated simulated
                ? wanted.withSource(simulated.orSeed(context.clock().instant().getEpochSecond()))
                : wanted;
        Terminal terminal = Terminal.standard();
        terminal.print(String.format("  %-14s%s%s", "source", settings.source().words(), hint(settings.source())));
        Optional<Stack> started = start(settings, terminal, context);
        if (started.isEmpty()) {
            return ExitCode.OK; // asked to stop meanwhile
        }
        Stack stack = context.own("stack", new Goodbye(started.get(), terminal)).stack();
        if (settings.backup() == StackSettings.Backup.DAILY) {
            var _ = context.own("daily backups", dailyBackups(stack, terminal, context));
        }
        try (StatusBoard board =
                new StatusBoard(stack.places(), stack.places().addresses().keySet())) {
            show(board, settings, terminal, context);
        }
        return ExitCode.OK;
    }

    @Override
    public Duration stopDeadline() {
        return Stack.CLOSE_DEADLINE;
    }

    /** Starts the stack; when the process is asked to stop meanwhile, ends what was started. */
    private static Optional<Stack> start(StackSettings settings, Terminal terminal, ServiceContext context)
            throws InterruptedException {
        FutureTask<Stack> starting =
                new FutureTask<>(() -> Stack.start(settings, context.ticks(), new Spoken(terminal)));
        Thread starter = Thread.ofPlatform().name("start").start(starting);
        while (!starting.isDone()) {
            if (context.awaitStop(START_POLL)) {
                starter.interrupt();
                starter.join();
            }
        }
        try {
            return Optional.of(starting.get());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof OperatingException cause) {
                throw cause;
            }
            if (e.getCause() instanceof InterruptedException) {
                return Optional.empty();
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static DailyBackups dailyBackups(Stack stack, Terminal terminal, ServiceContext context) {
        return new DailyBackups(
                stack.backups(),
                ConnectionString.parse(stack.connectionString(Stack.PRODUCTION)),
                PostgresSoftware.unpacked(stack.settings().cache()),
                context.clock(),
                context.ticks(),
                words -> terminal.print("  " + words));
    }

    private static void show(StatusBoard board, StackSettings settings, Terminal terminal, ServiceContext context)
            throws InterruptedException {
        Health last = Health.STARTING;
        for (long look = 0; !context.awaitStop(look == 0 ? Duration.ofMillis(1) : LOOK_INTERVAL); look++) {
            Overview overview = board.look();
            Health health = overview.health();
            if (terminal.live()) {
                terminal.draw(screen(overview, settings, terminal));
            } else if (health != last || look % LOOKS_PER_PLAIN_TABLE == 0) {
                screen(overview, settings, terminal).forEach(terminal::print);
            }
            last = health;
        }
        terminal.keep();
    }

    private static List<String> screen(Overview overview, StackSettings settings, Terminal terminal) {
        List<String> lines = new ArrayList<>(overview.lines(terminal));
        lines.removeFirst(); // the source stands above
        lines.add(terminal.coloured(
                Colour.DIM,
                "  Ctrl-C stops everything; data stays in " + shown(settings.data()) + ", the next start goes on"));
        return lines;
    }

    private static String shown(Path data) {
        return data.isAbsolute() || data.startsWith("..") ? data.toString() : "./" + data.normalize();
    }

    private static String hint(Source source) {
        return source instanceof Source.Simulated
                ? "\n  " + " ".repeat(14) + "(no Kalshi key; `trifecta up --help` tells how to capture the real one)"
                : "";
    }

    /** Says what happens to the processes, apart from what is expected at the start. */
    private record Spoken(Terminal terminal) implements Supervisor.Listener {
        @Override
        public void started(String name, long pid) {
            // the table shows it
        }

        @Override
        public void died(String name, int exitCode, Duration restartIn) {
            terminal.print("  " + terminal.coloured(Colour.YELLOW, name + " ended with code " + exitCode)
                    + ", starting it again in " + restartIn.toMillis() + " ms (log/" + name + ".log)");
        }
    }

    private record Goodbye(Stack stack, Terminal terminal) implements AutoCloseable {
        @Override
        public void close() {
            terminal.print("  stopping ...");
            stack.close();
            terminal.print("  stopped; everything is stored.");
        }
    }
}

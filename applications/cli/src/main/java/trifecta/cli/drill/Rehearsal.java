package trifecta.cli.drill;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import trifecta.cli.Main;
import trifecta.cli.postgres.PostgresServer;
import trifecta.cli.up.Source;
import trifecta.cli.up.Stack;
import trifecta.cli.up.StackSettings;
import trifecta.service.Clocks;
import trifecta.service.OperatingException;
import trifecta.service.status.Status;

/**
 * One stack under rehearsal: starts it, waits for conditions that its processes' statuses show, and ends with the verdict of the
 * checker. Closing ends everything it started.
 */
public final class Rehearsal implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final PrintWriter out;
    private final LongSupplier ticks = Clocks.ticks();
    private final long begin = ticks.getAsLong();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Path data;
    private final Keep keep;
    private final Stack stack;
    private boolean passed;

    /** Whether the folder of the stack stays. */
    public enum Keep {
        ALWAYS,
        /** When it did not pass, for a look at the logs. */
        AFTER_FAILURE,
        NEVER
    }

    private Rehearsal(PrintWriter out, Path data, Keep keep, Stack stack) {
        this.out = out;
        this.data = data;
        this.keep = keep;
        this.stack = stack;
    }

    /** Starts a stack in a folder of its own. */
    static Rehearsal start(
            PrintWriter out, DrillOptions options, Source source, Map<String, Map<String, String>> overrides)
            throws InterruptedException {
        try {
            Path data = options.data != null ? options.data : Files.createTempDirectory("trifecta-drill-");
            Path cache = Path.of(System.getProperty("trifecta.cache", ".cache")).toAbsolutePath();
            StackSettings settings = StackSettings.of(data, cache, source).withOverrides(overrides);
            return start(out, options.keep || options.data != null ? Keep.ALWAYS : Keep.AFTER_FAILURE, settings);
        } catch (IOException e) {
            throw new OperatingException("make the drill's folder", e.toString(), "name one with --data", e);
        }
    }

    /** Starts a stack. What it stores goes when the rehearsal is closed, unless it is kept. */
    public static Rehearsal start(PrintWriter out, Keep keep, StackSettings settings) throws InterruptedException {
        Stack stack = Stack.start(settings, Clocks.ticks(), new DrillListener(out));
        Rehearsal rehearsal = new Rehearsal(out, settings.data(), keep, stack);
        rehearsal.say("stack started in " + settings.data());
        return rehearsal;
    }

    /** What was started. */
    public Stack stack() {
        return stack;
    }

    /** Prints a sentence behind the time since the start. */
    public void say(String sentence) {
        out.printf("%6.1f s  %s%n", (ticks.getAsLong() - begin) / 1e9, sentence);
        out.flush();
    }

    /** The statuses of the processes that answer, by process name. */
    public Map<String, Status> statuses() {
        Map<String, URI> addresses = new LinkedHashMap<>();
        stack.places().statuses().keySet().forEach(name -> addresses.put(name, stack.status(name)));
        try {
            return Status.ask(client, addresses);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Map.of();
        }
    }

    /** One status value, 0 while the process does not answer. */
    public double value(String process, String field) {
        Status status = statuses().get(process);
        return status == null ? 0 : status.number(field);
    }

    /** One status text, empty while the process does not answer. */
    public String text(String process, String field) {
        Status status = statuses().get(process);
        return status == null ? "" : status.text(field);
    }

    /**
     * Waits for a condition.
     *
     * @throws OperatingException when it does not come true in time, with what the processes say
     */
    public void await(String what, Duration atMost, BooleanSupplier condition) throws InterruptedException {
        long end = ticks.getAsLong() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (ticks.getAsLong() > end) {
                throw new OperatingException(
                        "drill: wait for " + what,
                        "it did not come within " + atMost.toSeconds() + " s; " + summary(),
                        "the logs are under " + data);
            }
            TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
        }
        say(what);
    }

    /** Whether all gatherers are live and the deduplicator follows all of them. */
    public boolean allLinesLive() {
        Map<String, Status> all = statuses();
        for (int line = 1; line <= stack.settings().lines(); line++) {
            Status gatherer = all.get(Stack.gatherer(line));
            if (gatherer == null || !"live".equals(gatherer.text("state"))) {
                return false;
            }
        }
        Status merge = all.get(Stack.DEDUPLICATOR);
        return merge != null
                && merge.list("lines").stream()
                                .filter(l -> "live".equals(l.text("state")))
                                .count()
                        == stack.settings().lines();
    }

    /** Waits until production has taken everything that the lines have received up to now. */
    public void awaitMerged(Duration atMost) throws InterruptedException {
        Map<String, Long> received = new LinkedHashMap<>();
        statuses().forEach((name, status) -> {
            if (status.has("journalN")) {
                received.put(name, (long) status.number("journalN"));
            }
        });
        await("production has taken all that the lines received", atMost, () -> {
            Map<String, Status> all = statuses();
            Status merge = all.get(Stack.DEDUPLICATOR);
            if (merge == null) {
                return false;
            }
            List<Status> lines = merge.list("lines");
            return received.entrySet().stream()
                    .allMatch(each -> lines.stream()
                            .filter(l -> Stack.gatherer((int) l.number("line")).equals(each.getKey()))
                            .anyMatch(l -> l.number("n") >= each.getValue()));
        });
    }

    /** Ends all gatherers cleanly, so that every span has its end, and waits until production has taken all of it. */
    public void endLines(Duration atMost) throws InterruptedException {
        int lines = stack.settings().lines();
        for (int line = 1; line <= lines; line++) {
            stack.stop(Stack.gatherer(line));
        }
        Map<Integer, String> last = new LinkedHashMap<>();
        for (int line = 1; line <= lines; line++) {
            last.put(line, lastStored(Stack.gatherer(line)));
        }
        await("the lines have ended and production has taken all of them", atMost, () -> {
            Status merge = statuses().get(Stack.DEDUPLICATOR);
            return merge != null
                    && merge.list("lines").stream()
                            .allMatch(line -> "%d:%d"
                                    .formatted((long) line.number("boot"), (long) line.number("n"))
                                    .equals(last.get((int) line.number("line"))));
        });
    }

    private String lastStored(String gatherer) {
        var server = stack.server(gatherer);
        try (Connection connection = DriverManager.getConnection(
                        server.jdbcUrl(), PostgresServer.NAME, server.password().reveal());
                ResultSet last = connection
                        .createStatement()
                        .executeQuery("SELECT boot, n FROM events ORDER BY boot DESC, n DESC LIMIT 1")) {
            return last.next() ? last.getInt(1) + ":" + last.getLong(2) : "0:0";
        } catch (SQLException e) {
            throw new OperatingException("read the last row of " + gatherer, e.toString(), "is its database up?", e);
        }
    }

    /** The checker's verdict and, if asked for, an outsider's. */
    public boolean verdict(@Nullable String verify) throws InterruptedException {
        String production = stack.connectionString(Stack.PRODUCTION);
        int check = Main.commandLine()
                .setOut(out)
                .execute("check", "--record", stack.exchangeRecord().toString(), "--production", production);
        say("own check: " + (check == 0 ? "passed" : "FAILED"));
        passed = check == 0;
        if (verify != null) {
            int outsider = run(verify, production);
            say("verification by `" + verify + "`: " + (outsider == 0 ? "passed" : "FAILED with " + outsider));
            passed &= outsider == 0;
        }
        return passed;
    }

    private static int run(String command, String production) throws InterruptedException {
        try {
            return new ProcessBuilder("sh", "-c", command + " \"$1\"", "sh", production)
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new OperatingException("run " + command, e.toString(), "is sh there?", e);
        }
    }

    private String summary() {
        StringBuilder text = new StringBuilder();
        statuses()
                .forEach((name, status) -> text.append(name)
                        .append(' ')
                        .append(status.text("state"))
                        .append(' '));
        return text.isEmpty() ? "no process answers" : text.toString().strip();
    }

    @Override
    public void close() {
        stack.close();
        if (keep == Keep.ALWAYS || (keep == Keep.AFTER_FAILURE && !passed)) {
            say("kept: " + data);
        } else {
            delete(data);
        }
    }

    private static void delete(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path each, @Nullable IOException failure) throws IOException {
                    Files.delete(each);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("delete the drill's folder " + folder, e);
        }
    }
}

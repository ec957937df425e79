package trifecta.cli.drill;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import trifecta.cli.check.ProductionCheck;
import trifecta.cli.postgres.PostgresServer;
import trifecta.cli.up.CacheFolder;
import trifecta.cli.up.Source;
import trifecta.cli.up.Stack;
import trifecta.cli.up.StackSettings;
import trifecta.service.Clocks;
import trifecta.service.OperatingException;
import trifecta.service.status.LinePosition;
import trifecta.service.status.LinePositions;
import trifecta.service.status.Status;

/**
 * One stack under rehearsal: starts it, waits for conditions that its processes' statuses show, and ends with the verdict of the
 * checker. Closing ends everything it started.
 */
public final class Rehearsal implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

    private final PrintWriter out;
    private final LongSupplier ticks = Clocks.ticks();
    private final long begin = ticks.getAsLong();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Path data;
    private final Keep keep;
    private final Stack stack;
    private final List<String> objections = new ArrayList<>();
    private final Map<Integer, Double> bootsKilled = new LinkedHashMap<>();
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
        return start(out, options, source, overrides, StackSettings.Backup.NONE);
    }

    /** The same, with a production that can be backed up. */
    static Rehearsal start(
            PrintWriter out,
            DrillOptions options,
            Source source,
            Map<String, Map<String, String>> overrides,
            StackSettings.Backup backup)
            throws InterruptedException {
        try {
            Path data = options.data != null ? options.data : Files.createTempDirectory("trifecta-drill-");
            Path cache = CacheFolder.path();
            StackSettings settings = StackSettings.of(data, cache, source)
                    .withOverrides(overrides)
                    .withBackup(backup);
            return start(out, options.keep || options.data != null ? Keep.ALWAYS : Keep.AFTER_FAILURE, settings);
        } catch (IOException e) {
            throw new OperatingException("make the drill's folder", e.toString(), "name one with --data", e);
        }
    }

    /** Starts a stack. What it stores goes when the rehearsal is closed, unless it is kept. */
    public static Rehearsal start(PrintWriter out, Keep keep, StackSettings settings) throws InterruptedException {
        Stack stack = startStack(out, keep, settings);
        Rehearsal rehearsal = new Rehearsal(out, settings.data(), keep, stack);
        rehearsal.say("stack started in " + settings.data());
        return rehearsal;
    }

    private static Stack startStack(PrintWriter out, Keep keep, StackSettings settings) throws InterruptedException {
        boolean started = false;
        try {
            Stack stack = Stack.start(settings, Clocks.ticks(), new DrillListener(out));
            started = true;
            return stack;
        } finally {
            if (!started) {
                if (keep == Keep.NEVER || !Files.exists(settings.data())) {
                    Folders.delete(settings.data());
                } else {
                    out.println("          nothing started; kept for its logs: " + settings.data());
                    out.flush();
                }
            }
        }
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
        return statuses(name -> true);
    }

    /** The same of some processes: one that stands still would hold up the answer. */
    Map<String, Status> statuses(Predicate<String> wanted) {
        Map<String, URI> addresses = new LinkedHashMap<>();
        stack.places().statuses().keySet().stream()
                .filter(wanted)
                .forEach(name -> addresses.put(name, stack.status(name)));
        try {
            return Status.ask(client, addresses);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Map.of();
        }
    }

    /**
     * What a process says now that it runs: a busy one is asked again.
     *
     * @throws OperatingException when it does not answer at all
     */
    Status answer(String process) throws InterruptedException {
        long end = ticks.getAsLong() + ANSWER_WITHIN.toNanos();
        while (true) {
            Status status = statuses().get(process);
            if (status != null) {
                return status;
            }
            if (ticks.getAsLong() > end) {
                throw new OperatingException(
                        "drill: ask " + process, "it does not answer", "the logs are under " + data);
            }
            TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
        }
    }

    /** What a process says now, if it answers. */
    Optional<Status> status(String process) {
        return Optional.ofNullable(statuses().get(process));
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
        return LinePositions.allLive(statuses(), stack.settings().lines());
    }

    /** Waits until production has taken everything that the lines have received up to now. */
    public void awaitMerged(Duration atMost) throws InterruptedException {
        AtomicReference<Map<Integer, LinePosition>> received = new AtomicReference<>(Map.of());
        await("production has taken all that the lines received", atMost, () -> {
            Map<String, Status> all = statuses();
            if (received.get().isEmpty()) {
                LinePositions.received(all, stack.settings().lines()).ifPresent(received::set);
            }
            return LinePositions.merged(all, received.get());
        });
    }

    /** Ends all gatherers cleanly, so that every span has its end, and waits until production has taken all of it. */
    public void endLines(Duration atMost) throws InterruptedException {
        int lines = stack.settings().lines();
        for (int line = 1; line <= lines; line++) {
            stack.stop(Stack.gatherer(line));
        }
        Map<Integer, LinePosition> last = lastStored();
        await(
                "the lines have ended and production has taken all of them",
                atMost,
                () -> LinePositions.merged(statuses(), last));
    }

    /** Ends the exchange cleanly, so that its record has its end and nothing is excused for being young. */
    public void endExchange() throws InterruptedException {
        stack.stop(Stack.EXCHANGE);
        say("the exchange has ended, its record is whole");
    }

    /** Kills a gatherer, which is a rehearsal of it only while the exchange has more to send. */
    void killInTheMiddle(int line) throws InterruptedException {
        String gatherer = Stack.gatherer(line);
        bootsKilled.put(line, answer(gatherer).number("boot"));
        stack.kill(gatherer);
        say("gatherer " + line + " killed (kill -9)");
        require(
                !"finished".equals(answer(Stack.EXCHANGE).text("state")),
                "gatherer " + line + " was killed after the last message: send more slowly, or more");
    }

    /** Notes what the rehearsal did not show; then it has not passed, whatever the verdict says. */
    void require(boolean condition, String otherwise) {
        if (!condition) {
            objections.add(otherwise);
            say("NOT SHOWN: " + otherwise);
        }
    }

    /** Asks, while everything runs, whether the faults happened that were ordered, and whether who was killed is back. */
    void requireFaults() throws InterruptedException {
        for (Map.Entry<Integer, Double> killed : bootsKilled.entrySet()) {
            require(
                    answer(Stack.gatherer(killed.getKey())).number("boot") > killed.getValue(),
                    "gatherer " + killed.getKey() + " did not come back with a new boot after it was killed");
        }
        Status exchange = answer(Stack.EXCHANGE);
        if (exchange.fields().get("faults") instanceof Map<?, ?> happened && !happened.isEmpty()) {
            say("faults that happened: "
                    + happened.entrySet().stream()
                            .map(each -> each.getKey() + " " + each.getValue())
                            .collect(Collectors.joining(", ")));
        }
        if (exchange.fields().get("faultsMissing") instanceof List<?> missing) {
            missing.forEach(rule -> require(false, "the fault '" + rule + "' did not happen as often as it was to"));
        }
    }

    /** The last row of each line. */
    Map<Integer, LinePosition> lastStored() {
        Map<Integer, LinePosition> last = new LinkedHashMap<>();
        for (int line = 1; line <= stack.settings().lines(); line++) {
            last.put(line, lastStored(Stack.gatherer(line)));
        }
        return last;
    }

    private LinePosition lastStored(String gatherer) {
        var server = stack.database(gatherer);
        try (Connection connection = DriverManager.getConnection(
                        server.jdbcUrl(), PostgresServer.NAME, server.password().reveal());
                ResultSet last = connection
                        .createStatement()
                        .executeQuery("SELECT boot, n FROM events ORDER BY boot DESC, n DESC LIMIT 1")) {
            return last.next() ? new LinePosition(last.getInt(1), last.getLong(2)) : new LinePosition(0, 0);
        } catch (SQLException e) {
            throw new OperatingException("read the last row of " + gatherer, e.toString(), "is its database up?", e);
        }
    }

    /**
     * The checker's verdict and, if asked for, an outsider's.
     *
     * @return whether nothing is wrong, and all that was required was shown
     */
    public boolean verdict(@Nullable String verify) throws InterruptedException {
        return verdict(0, false, verify);
    }

    boolean verdict(double deliveredLeast, @Nullable String verify) throws InterruptedException {
        return verdict(deliveredLeast, false, verify);
    }

    /**
     * @param allTrades whether every trade has to be in production, whoever was there to get it
     * @param deliveredLeast events that must have been surely delivered for the verdict to mean anything; 0 asks nothing
     */
    boolean verdict(double deliveredLeast, boolean allTrades, @Nullable String verify) throws InterruptedException {
        String production = stack.connectionString(Stack.PRODUCTION);
        ProductionCheck check = ProductionCheck.of(stack.exchangeRecord(), production);
        check.lines().forEach(out::println);
        if (deliveredLeast > 0) {
            require(
                    check.delivered() >= deliveredLeast,
                    "%,d events were surely delivered, too few to mean anything; at least %,.0f are wanted"
                            .formatted(check.delivered(), deliveredLeast));
            require(
                    check.unheard() == 0,
                    "%,d events were sent to nobody though no fault kept the lines away".formatted(check.unheard()));
            require(check.notDue() == 0, "%,d events were too young to be missed".formatted(check.notDue()));
        }
        if (allTrades) {
            require(
                    check.lacking("trades") == 0,
                    "%,d trades are not in production".formatted(check.lacking("trades")));
        }
        say("own check: " + (check.isClean() ? "passed" : "FAILED"));
        passed = check.isClean() && objections.isEmpty();
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
            Folders.delete(data);
        }
    }
}

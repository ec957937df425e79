package trifecta.cli.drill;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import trifecta.cli.up.CacheFolder;
import trifecta.cli.up.Source;
import trifecta.cli.up.Stack;
import trifecta.cli.up.StackSettings;
import trifecta.service.Clocks;
import trifecta.service.OperatingException;
import trifecta.service.status.Status;

/** One stack of one size: waits until its first gatherer has all books, then measures it in its steady state. */
final class ScaleRun {
    private static final long SEED = 1;

    /** Far beyond the target, so that a miss is measured too. */
    private static final Duration SUBSCRIBED_AT_MOST = Duration.ofMinutes(30);

    /** For compilers and collectors to come to rest. */
    private static final Duration SETTLE = Duration.ofSeconds(45);

    private static final Duration MERGED_AT_MOST = Duration.ofMinutes(30);
    private static final Duration SAY_EVERY = Duration.ofSeconds(10);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final String GATHERER = Stack.gatherer(1);
    private static final double BYTES_OF_KILOBYTE = 1024;
    private static final double MEGABYTE = 1 << 20;

    /**
     * What is asked for, whatever the number of markets.
     *
     * @param rate messages a second
     * @param merge whether the deduplicator runs too
     * @param data folder of the stacks; null: a new one
     */
    record Order(
            int rate,
            Duration measured,
            int lines,
            boolean merge,
            @Nullable Path data,
            boolean keep) {}

    private final Order order;
    private final int markets;
    private final int active;
    private final Rehearsal drill;
    private final LongSupplier ticks = Clocks.ticks();

    private ScaleRun(Order order, int markets, int active, Rehearsal drill) {
        this.order = order;
        this.markets = markets;
        this.active = active;
        this.drill = drill;
    }

    /** Starts a stack with so many markets, a share of them active, and measures its first gatherer. */
    static ScaleFigures measure(PrintWriter out, Order order, int markets, double share) throws InterruptedException {
        Map<String, String> exchange = exchange(order, markets, share);
        ExchangeOrders.check(exchange, order.lines);
        StackSettings settings = StackSettings.of(
                        folder(order, markets), CacheFolder.path(), new Source.Simulated(markets, order.rate, SEED))
                .withLines(order.lines)
                .withDeduplicators(1) // the standby's heap would be taken from those that are measured
                .withOverrides(Map.of(Stack.EXCHANGE, exchange))
                .withHeaps(Map.of("gatherer", "2g", Stack.EXCHANGE, "3g", Stack.DEDUPLICATOR, "6g"));
        Rehearsal.Keep keep = order.keep ? Rehearsal.Keep.ALWAYS : Rehearsal.Keep.NEVER;
        try (Rehearsal drill = Rehearsal.start(out, keep, settings)) {
            int active = (int) Math.max(1, Math.round(markets * share));
            drill.say("%,d markets, %,d of them active, %,d messages/s".formatted(markets, active, order.rate));
            return new ScaleRun(order, markets, active, drill).run();
        }
    }

    /** The limits that the gatherer keeps to by itself. */
    private static Map<String, String> exchange(Order order, int markets, double share) {
        Map<String, String> orders = new LinkedHashMap<>();
        orders.put("exchange.markets", String.valueOf(markets));
        orders.put("exchange.active-share", String.valueOf(share));
        orders.put("exchange.rate", String.valueOf(order.rate));
        orders.put("exchange.seed", String.valueOf(SEED));
        orders.put("exchange.markets-per-subscription", "500");
        orders.put("exchange.markets-per-command", "100");
        orders.put("exchange.commands-per-second", "10");
        orders.put("exchange.command-burst", "20");
        orders.put("exchange.rest-tokens-per-second", "200");
        return orders;
    }

    private static Path folder(Order order, int markets) {
        try {
            return order.data != null
                    ? Files.createDirectories(order.data.resolve(markets + "-markets"))
                    : Files.createTempDirectory("trifecta-scale-");
        } catch (IOException e) {
            throw new OperatingException("make the drill's folder", e.toString(), "name one with --data", e);
        }
    }

    private ScaleFigures run() throws InterruptedException {
        if (!order.merge) {
            drill.stack().stop(Stack.deduplicator(1));
        }
        Duration subscribed = awaitSubscribed();
        drill.say("all books are live, %.1f s after the gatherer's start".formatted(subscribed.toMillis() / 1e3));
        long began = ticks.getAsLong();
        drill.await("the gatherer's database has all rows", SUBSCRIBED_AT_MOST, this::isStored);
        if (order.merge) {
            drill.awaitMerged(MERGED_AT_MOST);
            drill.say("the merge took all of it %.1f s later, its process %,.0f MB"
                    .formatted((ticks.getAsLong() - began) / 1e9, peakBytes(Stack.deduplicator(1)) / MEGABYTE));
        }
        collect();
        long heap = (long) drill.answer(GATHERER).number("heapBytes");
        long resident = residentBytes(GATHERER);
        drill.say("%,.0f MB are left of its heap after a full collection".formatted(heap / MEGABYTE));
        sleep(SETTLE);
        return steady(subscribed, heap, resident);
    }

    private ScaleFigures steady(Duration subscribed, long heap, long resident) throws InterruptedException {
        double messages = drill.answer(GATHERER).number("messages");
        double events = drill.answer(Stack.EXCHANGE).number("emitted");
        Duration processor = processor();
        long began = ticks.getAsLong();
        sleep(order.measured);
        double messagesMore = drill.answer(GATHERER).number("messages") - messages;
        double eventsMore = drill.answer(Stack.EXCHANGE).number("emitted") - events;
        ScaleFigures figures = new ScaleFigures(
                markets,
                active,
                subscribed,
                heap,
                resident,
                messagesMore,
                eventsMore,
                processor().minus(processor),
                Duration.ofNanos(ticks.getAsLong() - began));
        drill.say("%,.0f messages/s, %.1f us of processor time each"
                .formatted(figures.messagesPerSecond(), figures.microsPerMessage()));
        return figures;
    }

    /** Until every book is live; says now and then how far it is. */
    private Duration awaitSubscribed() throws InterruptedException {
        long end = ticks.getAsLong() + SUBSCRIBED_AT_MOST.toNanos();
        long saidNanos = ticks.getAsLong();
        while (true) {
            Optional<Status> answer = drill.status(GATHERER);
            if (answer.isPresent() && isSubscribed(answer.get())) {
                Status gatherer = answer.get();
                return Duration.between(Instant.parse(gatherer.text("startedAt")), Instant.parse(gatherer.text("now")));
            }
            if (ticks.getAsLong() > end) {
                throw new OperatingException(
                        "drill: wait until all markets are subscribed",
                        "not within " + SUBSCRIBED_AT_MOST.toMinutes() + " min",
                        "keep the logs with --keep");
            }
            if (ticks.getAsLong() - saidNanos > SAY_EVERY.toNanos()) {
                saidNanos = ticks.getAsLong();
                answer.ifPresent(status -> drill.say("%,.0f of %,.0f known markets are live, %,.0f MB of heap used"
                        .formatted(
                                status.number("marketsLive"),
                                status.number("markets"),
                                status.number("heapBytes") / MEGABYTE)));
            }
            TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
        }
    }

    /** Markets come and go, so that some are always on their way. */
    private boolean isSubscribed(Status gatherer) {
        return gatherer.number("markets") >= markets
                && gatherer.number("marketsLive") >= markets
                && gatherer.text("state").equals("live");
    }

    private boolean isStored() {
        return drill.status(GATHERER)
                .filter(status -> status.number("storeLagMillis") < 1_000)
                .isPresent();
    }

    private void sleep(Duration duration) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    }

    private long pid(String process) {
        Long pid = drill.stack().pids().get(process);
        if (pid == null) {
            throw new OperatingException("drill: measure " + process, "it does not run", "keep its log with --keep");
        }
        return pid;
    }

    private Duration processor() {
        return ProcessHandle.of(pid(GATHERER))
                .flatMap(process -> process.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }

    /** Has the gatherer's machine collect all that is garbage. */
    private void collect() throws InterruptedException {
        Path tool = Path.of(System.getProperty("java.home", ""), "bin", "jcmd");
        try {
            int code = new ProcessBuilder(tool.toString(), String.valueOf(pid(GATHERER)), "GC.run")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new OperatingException("drill: collect garbage", tool + " ended with " + code, "");
            }
        } catch (IOException e) {
            throw new OperatingException("drill: collect garbage", e.toString(), "is " + tool + " there?", e);
        }
    }

    private long residentBytes(String process) {
        return memory(process, "VmRSS:");
    }

    private long peakBytes(String process) {
        return memory(process, "VmHWM:");
    }

    private long memory(String process, String field) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(pid(process)), "status"))) {
            return lines.filter(line -> line.startsWith(field))
                    .mapToLong(line -> (long) (Long.parseLong(line.replaceAll("\\D", "")) * BYTES_OF_KILOBYTE))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0; // another system: a figure less
        }
    }
}

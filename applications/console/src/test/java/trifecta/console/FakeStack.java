package trifecta.console;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The statuses of an exchange, three lines and a deduplicator that do about a thousand messages a second, as fake processes. */
final class FakeStack implements AutoCloseable {
    private static final int MARKETS = 500;
    private static final int[] BOUNDS = {
        10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 120, 140, 170, 200, 250, 300, 400, 600, 1000
    };
    private static final int[] SHAPE = {0, 1, 8, 40, 130, 320, 560, 720, 690, 560, 640, 380, 240, 120, 60, 22, 9, 3, 1};

    private final InstantSource clock;
    private final Instant startedAt;
    private final SplittableRandom random = new SplittableRandom(7);
    private final FakeProcess exchange;
    private final List<FakeProcess> gatherers = new ArrayList<>();
    private final FakeProcess deduplicator;
    private final int[] boots = {4, 4, 4};
    private final Instant[] starts = new Instant[3];
    private final Map<Integer, Supplier<String>> states = new ConcurrentHashMap<>();
    private long emitted;
    private Instant emittedAt;

    FakeStack(InstantSource clock) {
        this.clock = clock;
        this.startedAt = clock.instant();
        this.emittedAt = startedAt;
        exchange = new FakeProcess(this::exchangeStatus);
        for (int line = 1; line <= 3; line++) {
            int number = line;
            starts[line - 1] = startedAt;
            gatherers.add(new FakeProcess(() -> gathererStatus(number)));
        }
        deduplicator = new FakeProcess(this::deduplicatorStatus);
    }

    /** The configuration of a console on this port that watches it. */
    Map<String, String> configuration(int port) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("console.port", String.valueOf(port));
        for (int line = 1; line <= 3; line++) {
            values.put(
                    "console.gatherer." + line + ".status",
                    gatherer(line).address().toString());
        }
        values.put("console.deduplicator.1.status", deduplicator.address().toString());
        values.put("console.exchange.status", exchange.address().toString());
        return values;
    }

    /** What a process would say now. */
    Map<String, Object> status(String id) {
        return switch (id) {
            case "line-1", "line-2", "line-3" -> gathererStatus(id.charAt(id.length() - 1) - '0');
            case "production" -> deduplicatorStatus();
            default -> exchangeStatus();
        };
    }

    /** From now on a gatherer's state is what this says. */
    void state(int line, Supplier<String> state) {
        states.put(line, state);
    }

    FakeProcess gatherer(int line) {
        return gatherers.get(line - 1);
    }

    FakeProcess deduplicator() {
        return deduplicator;
    }

    /** Starts a killed gatherer, which takes its next boot. */
    void restartGatherer(int line) {
        boots[line - 1]++;
        starts[line - 1] = clock.instant();
        gatherer(line).start();
    }

    @Override
    public void close() {
        exchange.close();
        gatherers.forEach(FakeProcess::close);
        deduplicator.close();
    }

    /** What was emitted up to now, at a rate that wanders about 1,000 a second. */
    private synchronized long emitted() {
        Instant now = clock.instant();
        double seconds = Duration.between(emittedAt, now).toMillis() / 1000.0;
        double wave = Math.sin(now.toEpochMilli() / 9_000.0) * 90 + Math.sin(now.toEpochMilli() / 2_300.0) * 40;
        emitted += Math.round(Math.max(0, seconds) * (1000 + wave + random.nextInt(-60, 60)));
        emittedAt = now;
        return emitted;
    }

    private Map<String, Object> exchangeStatus() {
        Map<String, Object> status = header("exchange", "live", startedAt);
        status.put("source", "simulated exchange, " + MARKETS + " markets");
        status.put("emitted", emitted());
        status.put("emittedPerSecond", 1000.0);
        status.put("connections", List.of(Map.of("line", 1), Map.of("line", 2), Map.of("line", 3)));
        status.put("faults", Map.of("cut", 2));
        return status;
    }

    private Map<String, Object> gathererStatus(int line) {
        Map<String, Object> status =
                header("gatherer", states.getOrDefault(line, () -> "live").get(), starts[line - 1]);
        long messages = emitted();
        status.put("line", line);
        status.put("source", "simulated exchange, " + MARKETS + " markets");
        status.put("messages", messages);
        status.put("messagesPerSecond", 1000.0);
        status.put("markets", MARKETS);
        status.put("marketsLive", MARKETS);
        status.put("connections", 3);
        status.put("subscriptions", 9);
        status.put("boot", boots[line - 1]);
        status.put("journalN", messages);
        status.put("storeLagMillis", 8 + line);
        status.put("journalBytes", messages * 43);
        status.put("journalBytesPerFrame", 42.7);
        status.put("breaks", 0);
        status.put("undecodable", 0);
        status.put("heapBytes", 187_000_000L + line * 4_000_000L);
        status.put("database", "up");
        return status;
    }

    private Map<String, Object> deduplicatorStatus() {
        Map<String, Object> status = header("deduplicator", "live", startedAt);
        status.put("merged", emitted());
        status.put("mergedPerSecond", 1000.0);
        status.put("batch", emitted() / 180);
        status.put("latencyMillis", latency());
        List<Object> lines = new ArrayList<>();
        for (int line = 1; line <= 3; line++) {
            lines.add(Map.of(
                    "line",
                    line,
                    "state",
                    "live",
                    "boot",
                    boots[line - 1],
                    "n",
                    emitted(),
                    "lagMillis",
                    60 + 7 * line));
        }
        status.put("lines", lines);
        status.put("markets", MARKETS);
        status.put("runs", 512);
        status.put("openGaps", 0);
        status.put("disputed", 0);
        status.put("forks", 0);
        status.put("quarantined", 0);
        status.put("production", "up");
        status.put("lastCommitMillis", 38);
        return status;
    }

    private static Map<String, Object> latency() {
        List<Object> histogram = new ArrayList<>();
        for (int bucket = 0; bucket < BOUNDS.length; bucket++) {
            histogram.add(List.of(BOUNDS[bucket], SHAPE[bucket] * 37));
        }
        return Map.of("p50", 84, "p90", 143, "p99", 212, "max", 906, "histogram", histogram);
    }

    private Map<String, Object> header(String component, String state, Instant started) {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("component", component);
        status.put("state", state);
        status.put("startedAt", started);
        status.put("now", clock.instant());
        return status;
    }
}

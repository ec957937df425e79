package trifecta.console;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import trifecta.console.breaking.BreakApi;
import trifecta.console.look.LookApi;
import trifecta.console.look.ProductionDesk;
import trifecta.service.status.Json;
import trifecta.service.status.Status;

/** A console whose last five minutes were played in an instant: what the page looks like after something happened. */
final class Rehearsal implements AutoCloseable {
    private static final int SECONDS = 330;

    /** What happened. */
    enum Play {
        /** Two lines had trouble and healed. */
        HEALED,
        /** A line is down, another's connection broke meanwhile. */
        LINE_DOWN,
        /** No line is up and rows are quarantined. */
        LOSING,
        /** The production database is away. */
        PRODUCTION_DOWN,
        /** The first seconds. */
        STARTING,
        /** Nothing is configured. */
        EMPTY
    }

    private final Play play;
    private final ManualClock clock;
    private final FakeStack stack;
    private final Overview overview;
    private final LiveHub hub = new LiveHub(32);
    private final WebServer web;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private int second;

    Rehearsal(Play play, InstantSource wall) {
        this.play = play;
        int seconds = play == Play.STARTING ? 2 : play == Play.EMPTY ? 5 : play == Play.PRODUCTION_DOWN ? 200 : SECONDS;
        Instant start = wall.instant().minusSeconds(seconds);
        clock = new ManualClock(start);
        stack = new FakeStack(clock);
        overview = new Overview(components(), start);
        long gb = 1L << 30;
        List<Storage.Folder> folders = List.of(
                new Storage.Folder("production", 9 * gb, true),
                new Storage.Folder("gatherer-1", 5 * gb, true),
                new Storage.Folder("gatherer-2", 5 * gb - 40_000_000, true),
                new Storage.Folder("gatherer-3", 5 * gb - 9_000_000, true),
                new Storage.Folder("exchange", gb / 3, true));
        if (play != Play.EMPTY && play != Play.STARTING) {
            overview.storage(new Storage(Optional.of(start), folders, 181 * gb, 250 * gb));
        }
        web = WebServer.start(
                InetAddress.getLoopbackAddress(),
                0,
                hub,
                new LookApi(new ProductionDesk(Optional.empty()), InstantSource.system()),
                new BreakApi(Optional.empty(), InstantSource.system()),
                Map::of);
        for (int each = 0; each < seconds; each++) {
            beat();
        }
        var _ = thread.scheduleAtFixedRate(this::beat, 1, 1, TimeUnit.SECONDS);
    }

    int port() {
        return web.port();
    }

    @Override
    public void close() {
        thread.shutdownNow();
        web.close();
        stack.close();
    }

    private List<Component> components() {
        List<Component> components = new ArrayList<>();
        if (play != Play.EMPTY) {
            for (int line = 1; line <= 3; line++) {
                components.add(Component.gatherer(line, Stage.NOWHERE));
            }
            components.add(Component.deduplicator(List.of(Stage.NOWHERE)));
            components.add(Component.exchange(Stage.NOWHERE));
        }
        return components;
    }

    private void beat() {
        Instant now = clock.seconds(1);
        second++;
        for (Lane lane : overview.lanes()) {
            lane.watches().getFirst().asked(now);
            if (dead(lane.component().id())) {
                lane.watches().getFirst().failed("connection refused");
            } else {
                lane.watches().getFirst().answered(now, status(lane.component().id()));
            }
        }
        overview.tick(now);
        hub.publish(OverviewJson.whole(overview, now, second), OverviewJson.second(overview, now, second));
    }

    private boolean dead(String id) {
        return switch (play) {
            case HEALED -> id.equals("line-2") && second >= 190 && second < 221;
            case LINE_DOWN -> id.equals("line-2") && second >= 262;
            case LOSING -> id.startsWith("line") && second >= 300 - 20 * (id.charAt(5) - '0');
            case STARTING -> !id.equals("exchange");
            case PRODUCTION_DOWN, EMPTY -> false;
        };
    }

    private Status status(String id) {
        Map<String, Object> status = new LinkedHashMap<>(stack.status(id));
        boolean line3 = id.equals("line-3");
        if (play == Play.HEALED && id.equals("line-2") && second >= 221) {
            status.put("boot", 5);
            status.put("state", second < 226 ? "starting" : "live");
        }
        if ((play == Play.HEALED || play == Play.LINE_DOWN) && line3 && second >= 110) {
            status.put("breaks", 1);
            status.put("lastBreak", Map.of("reason", "connection closed by the exchange", "markets", 167));
            status.put("state", second < 114 ? "degraded" : "live");
            status.put("marketsLive", second < 114 ? 333 : 500);
        }
        if (play == Play.LOSING && id.equals("production")) {
            status.put("quarantined", 3);
            status.put("openGaps", second < 282 ? 0 : 500);
            status.put("merged", second < 282 ? status.get("merged") : 282_000L);
        }
        if (play == Play.PRODUCTION_DOWN && id.equals("production") && second >= 160) {
            status.put("production", "down");
            status.put("merged", 160_000L);
        }
        return read(status);
    }

    private static Status read(Map<String, Object> status) {
        try {
            return new Status(Json.readObject(Json.write(status)));
        } catch (IOException e) {
            throw new IllegalStateException("what was written can be read", e);
        }
    }
}

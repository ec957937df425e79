package trifecta.console;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import trifecta.console.breaking.BreakApi;
import trifecta.console.breaking.Breaker;
import trifecta.console.breaking.Extent;
import trifecta.console.breaking.Statuses;
import trifecta.console.look.LookApi;
import trifecta.console.look.ProductionDesk;
import trifecta.service.Clocks;
import trifecta.service.OperatingException;
import trifecta.service.process.MarkedProcesses;
import trifecta.service.status.Status;

/** The running console: its parts, built in order and closed in reverse. */
final class Console implements AutoCloseable {
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(1);

    private final InstantSource clock;
    private final Instant startedAt;
    private final LiveHub hub;
    private final WebServer web;
    private final Deque<Runnable> closers = new ArrayDeque<>();

    /**
     * Listens and begins to ask.
     *
     * @param failure told when the console cannot go on
     * @throws OperatingException when the address or the port cannot be had
     */
    static Console start(ConsoleConfig config, InstantSource clock, Consumer<Throwable> failure) {
        Console console = new Console(config, clock, failure);
        console.begin(config, failure);
        return console;
    }

    private Console(ConsoleConfig config, InstantSource clock, Consumer<Throwable> failure) {
        this.clock = clock;
        this.startedAt = clock.instant();
        this.hub = new LiveHub(config.clientsMax());
        ProductionDesk desk = new ProductionDesk(config.production());
        Optional<Breaker> breaker = config.marks().map(marks -> breaker(marks, config, failure));
        this.web = WebServer.start(
                address(config),
                config.port(),
                hub,
                new LookApi(desk, clock),
                new BreakApi(breaker, clock),
                this::status);
        closers.push(desk::close);
        breaker.ifPresent(each -> closers.push(each::close));
        closers.push(web::close);
    }

    private void begin(ConsoleConfig config, Consumer<Throwable> failure) {
        AtomicReference<Storage> measured = new AtomicReference<>(Storage.UNKNOWN);
        config.dataFolder().ifPresent(folder -> {
            StorageWatch storage =
                    StorageWatch.start(new StorageMeter(folder, clock)::measure, StorageWatch.REST, measured);
            closers.push(storage::close);
        });
        StatusClient client = new StatusClient();
        closers.push(client::close);
        Overview overview = new Overview(config.components(), startedAt);
        Questions questions = new Questions(client, overview.lanes());
        Pulse pulse = Pulse.start(clock, questions, overview, hub, measured, failure);
        closers.push(pulse::close);
    }

    private Breaker breaker(Path marks, ConsoleConfig config, Consumer<Throwable> failure) {
        Map<String, URI> processes = new LinkedHashMap<>();
        config.components().forEach(component -> processes.putAll(component.processes()));
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(CONNECT_PATIENCE).build();
        closers.push(client::shutdownNow);
        Statuses statuses = without -> {
            Map<String, URI> asked = new LinkedHashMap<>(processes);
            asked.remove(without);
            return Status.ask(client, asked);
        };
        return Breaker.start(
                new MarkedProcesses(marks), statuses, Extent.of(processes.keySet()), clock, Clocks.ticks(), failure);
    }

    int port() {
        return web.port();
    }

    @Override
    public void close() {
        while (!closers.isEmpty()) {
            closers.pop().run();
        }
    }

    private Map<String, Object> status() {
        LiveHub.Counts counts = hub.counts();
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("component", "console");
        status.put("state", hub.whole().isEmpty() ? "starting" : "live");
        status.put("startedAt", startedAt);
        status.put("now", clock.instant());
        status.put("pages", counts.open());
        status.put("pagesRefused", counts.refused());
        status.put("pagesLetGo", counts.letGo());
        return status;
    }

    private static InetAddress address(ConsoleConfig config) {
        try {
            return InetAddress.getByName(config.address());
        } catch (UnknownHostException e) {
            throw new OperatingException(
                    "serve the console on " + config.address(),
                    "no such address",
                    "set console.bind to one of this machine",
                    e);
        }
    }
}

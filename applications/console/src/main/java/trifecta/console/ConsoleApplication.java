package trifecta.console;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trifecta.service.Application;
import trifecta.service.Config;
import trifecta.service.OperatingException;
import trifecta.service.ServiceContext;

/** The console as a process: {@code trifecta console}. */
public final class ConsoleApplication implements Application<ConsoleConfig> {
    private static final Logger log = LoggerFactory.getLogger(ConsoleApplication.class);

    @Override
    public String name() {
        return "console";
    }

    @Override
    public String summary() {
        return "shows lines, merging and storage on one live page";
    }

    @Override
    public ConsoleConfig configure(Config config) {
        return ConsoleConfig.read(config);
    }

    @Override
    public int run(ConsoleConfig config, ServiceContext context) throws Exception {
        Instant startedAt = context.clock().instant();
        Overview overview = new Overview(config.components(), startedAt);
        LiveHub hub = new LiveHub(config.clientsMax());
        WebServer web = context.own(
                "web server",
                WebServer.start(address(config), config.port(), hub, () -> status(hub, startedAt, context)));
        AtomicReference<Storage> measured = new AtomicReference<>(Storage.UNKNOWN);
        config.dataFolder()
                .ifPresent(folder -> context.own(
                        "storage watch", StorageWatch.start(new StorageMeter(folder, context.clock()), measured)));
        StatusClient client = context.own("status client", new StatusClient());
        context.own(
                "pulse",
                Pulse.start(
                        context.clock(),
                        new Questions(client, overview.lanes()),
                        overview,
                        hub,
                        measured,
                        context::fail));
        log.info(
                "console on http://{}:{}, watching {} processes",
                config.address(),
                web.port(),
                config.components().size());
        context.awaitStop();
        return 0;
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

    private static Map<String, Object> status(LiveHub hub, Instant startedAt, ServiceContext context) {
        LiveHub.Counts counts = hub.counts();
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("component", "console");
        status.put("state", hub.whole().isEmpty() ? "starting" : "live");
        status.put("startedAt", startedAt);
        status.put("now", context.clock().instant());
        status.put("pages", counts.open());
        status.put("pagesRefused", counts.refused());
        status.put("pagesLetGo", counts.letGo());
        return status;
    }
}

package trifecta.cli.up;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import trifecta.cli.Verbosity;
import trifecta.service.Launch;

/** Options of {@code up}; each is a configuration key of the same name with a shorter way to say it. */
@Command(
        name = "up",
        description = "run everything on this machine and show how it does",
        sortOptions = false,
        footer = {
            "%nStarts one PostgreSQL for each gatherer and one for production, the built-in",
            "exchange, three gatherers, a deduplicator with its standby and the console, each",
            "a process of its own, and restarts what dies. Only loopback is used.",
            "%nTo capture the real exchange, make up to three API keys at kalshi.com and set,",
            "in trifecta.properties or by environment (TRIFECTA_KALSHI_KEY_ID_1 ...):",
            "  kalshi.key-id.1   = 0123abcd-...",
            "  kalshi.key-file.1 = /home/me/kalshi-1.pem      (chmod 600)",
            "and the same with .2 and .3: one line for each key.",
            "%nExamples",
            "  trifecta up --markets 2000 --rate 5000",
            "  trifecta up --data /tmp/try --port 8081 --capture-frames frames/%n"
        })
public final class UpCommand implements Callable<Integer> {
    @Option(names = "--markets", paramLabel = "N", description = "markets of the simulated exchange (500)")
    private @Nullable Integer markets;

    @Option(names = "--rate", paramLabel = "N", description = "its messages a second (1000)")
    private @Nullable Integer rate;

    @Option(names = "--seed", paramLabel = "S", description = "its seed: the same one makes the same exchange")
    private @Nullable Integer seed;

    @Option(names = "--capture-frames", paramLabel = "DIR", description = "replay recorded frames instead")
    private @Nullable Path frames;

    @Option(names = "--data", paramLabel = "DIR", description = "where everything is stored (./data)")
    private @Nullable Path data;

    @Option(names = "--port", paramLabel = "N", description = "of the console (8080)")
    private @Nullable Integer port;

    @Option(names = "--config", paramLabel = "FILE", description = "configuration file (trifecta.properties)")
    private @Nullable Path file;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Map<String, String> values = new LinkedHashMap<>();
        put(values, "up.markets", markets);
        put(values, "up.rate", rate);
        put(values, "up.seed", seed);
        put(values, "up.capture-frames", frames);
        put(values, "up.data", data);
        put(values, "up.port", port);
        Optional<Path> config = Optional.ofNullable(file);
        var options = new Launch.Options(values, config, Verbosity.wanted(spec));
        return Launch.run(new UpApplication(config), Launch.config(options));
    }

    private static void put(Map<String, String> values, String key, @Nullable Object value) {
        if (value != null) {
            values.put(key, value.toString());
        }
    }
}

package trifecta.exchange;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import trifecta.service.Config;

/** Everything that can be configured about an exchange. */
record ExchangeConfig(
        String host,
        int port,
        int statusPort,
        boolean control,
        List<String> keys,
        Path record,
        Simulation simulation,
        Optional<Path> frames,
        ReplayPace replay,
        int linesAwaited,
        List<FaultRule> faults,
        long historicalAfterMicros,
        long settledKeptMicros,
        ExchangeLimits limits) {

    static ExchangeConfig read(Config config) {
        String host = config.text("exchange.host", "127.0.0.1", "address to listen on");
        int port = config.integer("exchange.port", 9200, 0, 65535, "port of REST and WebSocket; 0: any free one");
        int status =
                config.integer("exchange.status-port", 9201, 0, 65535, "port of /status and /control, loopback only");
        boolean control = config.flag("exchange.control", false, "allow POST /control/fault on the status port");
        List<String> keys = config.list(
                "exchange.keys", List.of(), "known keys, id=file with a PEM public key each; the i-th is line i");
        Path record =
                config.path("exchange.record", Path.of("data/exchange"), "folder of the record of all that was sent");
        Optional<Path> frames =
                config.path("exchange.frames", "folder of MARKET.DATE.ndjson.gz to replay instead of the simulation");
        return new ExchangeConfig(
                host,
                port,
                status,
                control,
                keys,
                record,
                simulation(config),
                frames,
                replay(config),
                config.integer(
                        "exchange.lines-awaited",
                        frames.isPresent() ? 1 : 0,
                        0,
                        64,
                        "nothing happens until so many lines listen to everything; of a replay 1 unless set"),
                faults(config, keys.size()),
                micros(config.duration(
                        "exchange.historical-after",
                        Duration.ofHours(1),
                        "older markets and trades move to /historical")),
                micros(
                        config.duration(
                                "exchange.settled-kept",
                                Duration.ofHours(2),
                                "settled markets are forgotten after so long; longer than exchange.historical-after to be seen there")),
                limits(config));
    }

    private static Simulation simulation(Config config) {
        int markets = config.integer("exchange.markets", 500, 1, 2_000_000, "simulated markets open at any time");
        double share = config.decimal(
                "exchange.active-share",
                1,
                0,
                1,
                "of the simulated markets trade, and are followed by others when they close; the rest stand still");
        return new Simulation(
                markets,
                (int) Math.max(1, Math.round(markets * share)),
                config.decimal("exchange.rate", 1000, 0.1, 1e7, "simulated messages a second over all channels"),
                seed(config),
                micros(config.duration(
                        "exchange.market-every",
                        Duration.ofSeconds(4),
                        "a simulated market closes, another opens, this often")),
                1_000_000L
                        * config.integer(
                                "exchange.seconds",
                                0,
                                0,
                                Integer.MAX_VALUE,
                                "the simulation ends so many seconds after its start; 0: never"));
    }

    private static long seed(Config config) {
        String key = "exchange.seed";
        String text = config.text(key, "1", "any whole number; fixes the simulation and the faults");
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            config.problem(key, "'" + text + "' is no whole number from " + Long.MIN_VALUE + " to " + Long.MAX_VALUE);
            return 1;
        }
    }

    private static ReplayPace replay(Config config) {
        String key = "exchange.speed";
        String text = config.text(key, "1x", "of a replay: 1x, 10x, max (as fast as the clients take it) or 5000/s");
        return ReplayPace.ofText(text).orElseGet(() -> {
            config.problem(key, "'" + text + "' is none of 1x, 10x, max, 5000/s");
            return ReplayPace.ofText("1x").orElseThrow();
        });
    }

    private static List<FaultRule> faults(Config config, int lines) {
        String key = "exchange.faults";
        String text =
                config.text(key, "", "name[=value][:parameter=value,...];... as docs/exchange-record.md lists them");
        try {
            List<FaultRule> rules = FaultRule.parse(text);
            rules.forEach(rule -> rule.checkLine(lines));
            return rules;
        } catch (IllegalArgumentException e) {
            config.problem(key, String.valueOf(e.getMessage()));
            return List.of();
        }
    }

    private static ExchangeLimits limits(Config config) {
        return new ExchangeLimits(
                config.bytes("exchange.queue", 8L << 20, "bytes that may wait for one connection; more is error 25"),
                config.integer("exchange.markets-per-subscription", 0, 0, 1_000_000, "more is error 26; 0: any number"),
                config.integer(
                        "exchange.markets-per-command",
                        0,
                        0,
                        1_000_000,
                        "named by one change of a subscription, more is error 11; 0: any number"),
                config.decimal(
                        "exchange.commands-per-second", 0, 0, 1e6, "of a connection, more is error 27; 0: any number"),
                config.decimal("exchange.command-burst", 100, 1, 1e6, "commands that may come at once"),
                config.decimal(
                        "exchange.rest-tokens-per-second", 0, 0, 1e6, "a request costs 10, else 429; 0: any number"),
                micros(config.duration(
                        "exchange.ping-every", Duration.ofSeconds(10), "between the pings of a connection")),
                micros(config.duration(
                        "exchange.pong-within",
                        Duration.ofSeconds(60),
                        "a client without a pong for so long is let go")));
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1000;
    }
}

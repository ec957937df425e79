package trifecta.benchmarks.parts;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import trifecta.benchmarks.Part;
import trifecta.benchmarks.Settings;
import trifecta.benchmarks.load.Load;
import trifecta.benchmarks.load.LoadServer;
import trifecta.benchmarks.report.Measurement;
import trifecta.benchmarks.report.Result;
import trifecta.benchmarks.report.Target;
import trifecta.benchmarks.report.Unit;
import trifecta.cli.postgres.PostgresServer;
import trifecta.cli.postgres.PostgresSize;
import trifecta.service.Clocks;

/**
 * How much one gatherer takes from its sockets into its own durable database. A {@link LoadServer} sends bursts as fast as they are
 * taken; a round lasts from a burst's first byte until its last row can be read in the table {@code events}, so the journal
 * (written and synced), the fold and the commits are all in it. The first burst warms up and is not counted.
 */
public final class GathererPart implements Part {
    private static final double WANTED = 40_000;
    private static final int BURSTS = 5;
    private static final int BURST = 300_000;
    private static final int QUICK_BURST = 100_000;
    private static final long SEED = 1;
    private static final Duration LIVE_WITHIN = Duration.ofMinutes(3);
    private static final Duration STORED_WITHIN = Duration.ofMinutes(10);
    private static final String GATHERER = "gatherer";

    @Override
    public String name() {
        return GATHERER;
    }

    @Override
    public String summary() {
        return "one gatherer, from its sockets to its durable database";
    }

    @Override
    public Result run(Settings settings) throws Exception {
        int burst = settings.quick() ? QUICK_BURST : BURST;
        Load load = Load.of(BURSTS * burst, SEED, Clocks.micros(settings.clock().instant()));
        try (LoadServer server = new LoadServer(load);
                Stage stage = new Stage(settings)) {
            PostgresServer database = stage.database("postgres", PostgresSize.GATHERER);
            stage.component(GATHERER, config(stage, server, database));
            int markets = load.tickers().size();
            stage.await(
                    markets + " markets are live", LIVE_WITHIN, () -> stage.number(GATHERER, "marketsLive") == markets);
            try (Connection events = DriverManager.getConnection(
                    database.jdbcUrl(), PostgresServer.NAME, database.password().reveal())) {
                return new Bursts(settings, stage, server, events, burst).run(load);
            }
        }
    }

    private static Map<String, String> config(Stage stage, LoadServer server, PostgresServer database) {
        Map<String, String> config = new LinkedHashMap<>();
        config.put("gatherer.folder", stage.folder().resolve(GATHERER).toString());
        config.put("gatherer.websocket-url", server.websocket().toString());
        config.put("gatherer.rest-url", server.rest().toString());
        config.put("gatherer.verify-interval", "0s");
        Stage.address(config, "gatherer.database-", database);
        return config;
    }

    private record Bursts(Settings settings, Stage stage, LoadServer server, Connection events, int burst) {
        Result run(Load load) throws IOException, SQLException, InterruptedException {
            List<Double> rates = new ArrayList<>();
            round(0);
            double bytesBefore = stage.number(GATHERER, "journalBytes");
            Map<String, Duration> before = usage();
            double seconds = 0;
            for (int number = 1; number < BURSTS; number++) {
                double took = round(number);
                seconds += took;
                rates.add(burst / took);
                settings.say("burst %d: %,.0f rows/s".formatted(number, burst / took));
            }
            Map<String, Duration> after = usage();
            int measured = (BURSTS - 1) * burst;
            double journal = (stage.number(GATHERER, "journalBytes") - bytesBefore) / measured;
            requireAll();
            Gzip gzip = new Gzip();
            server.lines(burst, BURSTS * burst, gzip);
            gzip.close();
            return new Result(
                    List.of(
                            new Measurement(
                                    "socket to database", Unit.PER_SECOND, rates, Optional.of(Target.atLeast(WANTED))),
                            Measurement.once("journal, a frame", Unit.BYTES, journal),
                            Measurement.once("gzip -6, a frame", Unit.BYTES, (double) gzip.bytes() / measured)),
                    List.of(
                            load.source()
                                    + ", %,d markets, bursts of %,d"
                                            .formatted(load.tickers().size(), burst),
                            ProcessUsage.shares(before, after, seconds)));
        }

        private Map<String, Duration> usage() {
            Map<String, Duration> usage = ProcessUsage.processorTime(stage.pids());
            usage.put("load", ProcessUsage.own());
            return usage;
        }

        /** @return seconds */
        private double round(int number) throws IOException, SQLException, InterruptedException {
            long last = lastRow();
            long began = settings.ticks().getAsLong();
            server.send(number * burst, (number + 1) * burst);
            // A second brings a heartbeat's row besides: a handful among all of them.
            stage.await("the burst is stored", STORED_WITHIN, () -> lastRow() >= last + burst);
            return (settings.ticks().getAsLong() - began) / 1e9;
        }

        private long lastRow() {
            try (PreparedStatement statement =
                            events.prepareStatement("SELECT n FROM events ORDER BY boot DESC, n DESC LIMIT 1");
                    ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            } catch (SQLException e) {
                throw new IllegalStateException("read the last row", e);
            }
        }

        /** A figure counts when everything is there: each change folded inside its span. */
        private void requireAll() throws SQLException, InterruptedException {
            long sent = (long) BURSTS * burst;
            stage.await("all rows are stored", STORED_WITHIN, () -> deltas() >= sent);
            if (deltas() != sent) {
                throw new IllegalStateException(deltas() + " deltas are stored, " + sent + " were sent");
            }
        }

        private long deltas() {
            try (PreparedStatement statement = events.prepareStatement("SELECT count(*) FROM events WHERE kind = 1");
                    ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            } catch (SQLException e) {
                throw new IllegalStateException("count the rows", e);
            }
        }
    }
}

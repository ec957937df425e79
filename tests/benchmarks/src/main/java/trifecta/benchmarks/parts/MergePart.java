package trifecta.benchmarks.parts;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import trifecta.benchmarks.Part;
import trifecta.benchmarks.Settings;
import trifecta.benchmarks.load.Load;
import trifecta.benchmarks.load.LoadLine;
import trifecta.benchmarks.report.Measurement;
import trifecta.benchmarks.report.Result;
import trifecta.benchmarks.report.Target;
import trifecta.benchmarks.report.Unit;
import trifecta.cli.postgres.PostgresServer;
import trifecta.cli.postgres.PostgresSize;
import trifecta.market.LineEvent;
import trifecta.service.Clocks;
import trifecta.store.DatabaseAddress;
import trifecta.store.local.EventAppender;

/**
 * How many unique rows a second three identical lines become in production. The lines lie in three local databases, filled
 * beforehand, each with a server of its own. A round starts a deduplicator, as a process, on an empty production; its time runs from the
 * first commit with rows to the last one, by the stamps of the commits, and the first commit's rows do not count: the start of a virtual
 * machine is not part of it, its warming up is. Beside it, in turns and with the same rows, {@link PlainSql}. All servers are durable, which
 * they are asked.
 */
public final class MergePart implements Part {
    private static final int CHANGES = 1_000_000;
    private static final int QUICK_CHANGES = 500_000;
    private static final int ROUNDS = 3;
    private static final int QUICK_ROUNDS = 2;
    private static final int LINES = 3;
    private static final int APPENDED_AT_ONCE = 10_000;
    private static final long SEED = 2;
    private static final double WANTED_TIMES = 2;
    private static final Duration MERGED_WITHIN = Duration.ofMinutes(10);
    private static final String DEDUPLICATOR = "deduplicator";

    @Override
    public String name() {
        return "merge";
    }

    @Override
    public String summary() {
        return "three identical lines into production, beside plain SQL and a bare COPY";
    }

    @Override
    public Result run(Settings settings) throws Exception {
        Load load = Load.of(
                settings.quick() ? QUICK_CHANGES : CHANGES,
                SEED,
                Clocks.micros(settings.clock().instant()));
        try (Stage stage = new Stage(settings)) {
            List<PostgresServer> lines = new ArrayList<>();
            for (int line = 1; line <= LINES; line++) {
                lines.add(stage.database("postgres-" + line, PostgresSize.GATHERER));
            }
            PostgresServer production = stage.database("postgres-production", PostgresSize.PRODUCTION);
            settings.say("filling three lines with %,d changes each".formatted(load.size()));
            fill(load, lines);
            return new Rounds(settings, stage, lines, production, load).run();
        }
    }

    private static void fill(Load load, List<PostgresServer> lines) throws Exception {
        List<EventAppender> appenders = new ArrayList<>();
        try {
            for (PostgresServer line : lines) {
                appenders.add(EventAppender.open(
                        new DatabaseAddress(
                                line.jdbcUrl(),
                                PostgresServer.NAME,
                                line.password().reveal()),
                        "trifecta bench"));
            }
            LoadLine.feed(load, APPENDED_AT_ONCE, rows -> append(appenders, rows));
        } finally {
            appenders.forEach(EventAppender::close);
        }
    }

    private static void append(List<EventAppender> appenders, List<LineEvent> rows) throws Exception {
        for (EventAppender appender : appenders) {
            appender.append(1, rows);
        }
    }

    private record Rounds(
            Settings settings, Stage stage, List<PostgresServer> lines, PostgresServer production, Load load) {
        Result run() throws SQLException, IOException, InterruptedException {
            List<Double> merged = new ArrayList<>();
            List<Double> sql = new ArrayList<>();
            List<Double> copied = new ArrayList<>();
            List<Double> times = new ArrayList<>();
            List<String> notes = new ArrayList<>();
            notes.add("%,d unique rows from %d lines; %s".formatted(load.size(), LINES, load.source()));
            int rounds = settings.quick() ? QUICK_ROUNDS : ROUNDS;
            for (int round = 1; round <= rounds; round++) {
                String url = freshDatabase(round);
                Map<String, Duration> before = ProcessUsage.processorTime(stage.pids());
                long began = settings.ticks().getAsLong();
                try (Connection connection = connect(url)) {
                    stage.component(DEDUPLICATOR, config(url));
                    awaitMerged(connection);
                    double seconds = (settings.ticks().getAsLong() - began) / 1e9;
                    Map<String, Duration> after = ProcessUsage.processorTime(stage.pids());
                    stage.stop(DEDUPLICATOR);
                    merged.add(rate(connection));
                    PlainSql plain = new PlainSql(connection, settings.ticks(), stage.folder());
                    Map<String, Duration> beforeSql = ProcessUsage.processorTime(stage.pids());
                    sql.add(load.size() / plain.merge(load.size()));
                    double sqlTime = ProcessUsage.seconds(beforeSql, ProcessUsage.processorTime(stage.pids()));
                    notes.add(("round %d: %,.0f s from the start of the process; rows a processor second: %,.0f, all"
                                    + " servers and the start included; plain SQL %,.0f")
                            .formatted(
                                    round,
                                    seconds,
                                    load.size() / ProcessUsage.seconds(before, after),
                                    load.size() / sqlTime));
                    if (round == rounds) {
                        notes.add(ProcessUsage.shares(before, after, seconds));
                    }
                    copied.add(load.size() / plain.copy(load.size()));
                }
                times.add(merged.getLast() / sql.getLast());
                settings.say("round %d: merged %,.0f rows/s, plain SQL %,.0f, bare COPY %,.0f"
                        .formatted(round, merged.getLast(), sql.getLast(), copied.getLast()));
            }
            return new Result(
                    List.of(
                            new Measurement("unique rows", Unit.PER_SECOND, merged, Optional.empty()),
                            new Measurement("plain SQL, same rows", Unit.PER_SECOND, sql, Optional.empty()),
                            new Measurement("bare binary COPY, same rows", Unit.PER_SECOND, copied, Optional.empty()),
                            new Measurement(
                                    "times plain SQL", Unit.TIMES, times, Optional.of(Target.atLeast(WANTED_TIMES)))),
                    notes);
        }

        /** One database at a time, so that a round finds the server as the first one did. */
        private String freshDatabase(int round) throws SQLException {
            try (Connection connection = connect(production.jdbcUrl());
                    Statement statement = connection.createStatement()) {
                statement.execute("DROP DATABASE IF EXISTS round_" + (round - 1));
                statement.execute("CREATE DATABASE round_" + round);
                statement.execute("CHECKPOINT");
            }
            return production.jdbcUrl().replaceFirst("/[^/]*$", "/round_" + round);
        }

        private Connection connect(String url) throws SQLException {
            return DriverManager.getConnection(
                    url, PostgresServer.NAME, production.password().reveal());
        }

        private Map<String, String> config(String url) {
            Map<String, String> config = new LinkedHashMap<>();
            config.put("deduplicator.lines", String.valueOf(LINES));
            for (int line = 1; line <= LINES; line++) {
                Stage.address(config, "deduplicator.line." + line + ".", lines.get(line - 1));
            }
            Stage.address(config, "deduplicator.production.", production);
            config.put("deduplicator.production.url", url);
            return config;
        }

        /** All three lines were read to their end, and each change is there once. */
        private void awaitMerged(Connection connection) throws SQLException, InterruptedException {
            double all = lastRow();
            stage.await(
                    "all lines are merged",
                    MERGED_WITHIN,
                    () -> stage.status(DEDUPLICATOR).stream()
                                    .flatMap(status -> status.list("lines").stream())
                                    .filter(line -> line.number("n") >= all)
                                    .count()
                            == LINES);
            // The status tells what was read; the commit follows.
            stage.await("everything is committed", MERGED_WITHIN, () -> rows(connection) >= load.size());
            if (rows(connection) != load.size()) {
                throw new IllegalStateException(rows(connection) + " rows in production instead of " + load.size());
            }
        }

        private double lastRow() throws SQLException {
            PostgresServer line = lines.getFirst();
            try (Connection connection = DriverManager.getConnection(
                    line.jdbcUrl(), PostgresServer.NAME, line.password().reveal())) {
                return number(connection, "SELECT max(n) FROM events");
            }
        }

        private static long rows(Connection connection) {
            try {
                return (long) number(connection, "SELECT count(*) FROM store.book_rows");
            } catch (SQLException e) {
                throw new IllegalStateException("count production's rows", e);
            }
        }

        private static double rate(Connection connection) throws SQLException {
            return number(connection, """
                    WITH commits AS (
                        SELECT committed_at, count(*) AS rows FROM store.book_rows JOIN store.batches USING (batch)
                        GROUP BY batch, committed_at),
                    firstly AS (SELECT min(committed_at) AS at FROM commits)
                    SELECT sum(rows) FILTER (WHERE committed_at > at)
                        / extract(epoch FROM max(committed_at) - min(at))
                    FROM commits, firstly""");
        }

        private static double number(Connection connection, String query) throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(query)) {
                row.next();
                return row.getDouble(1);
            }
        }
    }
}

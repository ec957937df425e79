package trifecta.cli.drill;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import trifecta.cli.ConnectionString;
import trifecta.cli.pitr.Backup;
import trifecta.cli.pitr.BackupFolder;
import trifecta.cli.pitr.BackupTaker;
import trifecta.cli.pitr.Keep;
import trifecta.cli.pitr.Login;
import trifecta.cli.pitr.LowWater;
import trifecta.cli.pitr.Restore;
import trifecta.cli.pitr.Sizes;
import trifecta.cli.pitr.Target;
import trifecta.cli.pitr.Verifier;
import trifecta.cli.postgres.PostgresServer;
import trifecta.cli.postgres.PostgresSoftware;
import trifecta.cli.up.CacheFolder;
import trifecta.cli.up.Source;
import trifecta.cli.up.Stack;
import trifecta.cli.up.StackSettings;
import trifecta.service.Clocks;
import trifecta.service.OperatingException;
import trifecta.service.status.LinePosition;
import trifecta.service.status.RecoveryWatch;
import trifecta.store.DatabaseAddress;
import trifecta.store.LineCursor;
import trifecta.store.StoreException;
import trifecta.store.production.CursorReader;

/**
 * A stack whose production goes back, from its begin to its verdict.
 *
 * @param rate messages a second
 * @param back how far it goes back
 * @param bytes size that production has at least; 0: what comes by itself
 */
record RestorePlay(int markets, int rate, long seed, Duration back, long bytes) {
    private static final Duration WITHIN = Duration.ofMinutes(5);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    /** A backup's end and the time to go back to are some commits apart. */
    private static final Duration BETWEEN = Duration.ofSeconds(5);

    /** Captured before the backup. */
    private static final Duration BEFORE = Duration.ofSeconds(10);

    /** What is wanted of a restore of 1 GB, and of catching up. */
    private static final Duration RESTORED_MOST = Duration.ofMinutes(5);

    private static final Duration CAUGHT_UP_MOST = Duration.ofMinutes(2);

    /** The database of the production that was never put back. */
    private static final String ANEW = "anew";

    private static final LongSupplier TICKS = Clocks.ticks();
    private static final InstantSource CLOCK = Clocks.wall();

    /** @return the exit code */
    int run(PrintWriter out, DrillOptions options) throws InterruptedException {
        Map<String, String> orders = Map.of("exchange.lines-awaited", String.valueOf(StackSettings.LINES));
        try (Rehearsal drill = Rehearsal.start(
                out,
                options,
                new Source.Simulated(markets, rate, seed),
                Map.of(Stack.EXCHANGE, orders),
                StackSettings.Backup.ON_DEMAND)) {
            drill.say("%,d markets, %,d messages/s, seed %d; production goes back by %d s"
                    .formatted(markets, rate, seed, back.toSeconds()));
            drill.await("all lines are live", WITHIN, drill::allLinesLive);
            awaitSent(drill, "captured for a while", BEFORE);
            if (bytes > 0) {
                drill.say("production filled up to " + Sizes.text(ask(drill, open -> Ballast.fill(open, bytes))));
            }
            backUp(drill);
            awaitSent(drill, "captured for a while more", back.plus(BETWEEN));
            goBack(drill);
            awaitSent(drill, "captured for a while again", BETWEEN);
            drill.awaitMerged(WITHIN);
            drill.endLines(WITHIN);
            drill.endExchange();
            boolean same = compare(drill);
            boolean passed = drill.verdict(options.verify) && same;
            drill.say("seed " + seed + (passed ? ": passed" : ": FAILED, the same seed replays it"));
            return passed ? 0 : 1;
        }
    }

    private void backUp(Rehearsal drill) throws InterruptedException {
        BackupFolder folder = drill.stack().backups();
        ConnectionString production = production(drill, PostgresServer.NAME);
        long begin = TICKS.getAsLong();
        Backup.Whole taken = new BackupTaker(folder, TICKS, _ -> {}).take(production, Keep.MANUAL);
        drill.say("backup %s: %s in %.1f s".formatted(taken.id(), Sizes.text(taken.bytes()), seconds(begin)));
        Backup.Verified verified =
                new Verifier(folder, software(), CLOCK, TICKS).verify(taken.id(), Login.of(production), _ -> {});
        drill.say(
                "verified by a restore in %.1f s: %s".formatted(verified.took().toMillis() / 1e3, verified.found()));
    }

    /** Stops production's server, restores it and starts it, while all else runs. */
    private void goBack(Rehearsal drill) throws InterruptedException {
        Stack stack = drill.stack();
        PostgresServer server = stack.database(Stack.PRODUCTION);
        long before = ask(drill, RestorePlay::head);
        Instant target = CLOCK.instant().minus(back);
        stack.stop(server.name());
        long begin = TICKS.getAsLong();
        Restore.Done done = new Restore(stack.backups(), software(), TICKS, drill::say, _ -> {})
                .restore(new Restore.Wish(
                        server.folder(),
                        new Target.At(target),
                        Optional.empty(),
                        OptionalInt.empty(),
                        Login.of(production(drill, PostgresServer.NAME)),
                        gatherers(stack)));
        for (LowWater.Mark line : done.lines()) {
            drill.say("line " + line.line() + " is read " + line.words());
            drill.require(line.whole(), "line " + line.line() + " does not keep all that production lacks");
        }
        stack.start(server.name());
        awaitReady(server);
        double restored = seconds(begin);
        long after = ask(drill, RestorePlay::head);
        drill.say("restored in %.1f s (copied in %.1f s, recovered in %.1f s); batch %d of %d"
                .formatted(
                        restored,
                        done.copying().toMillis() / 1e3,
                        done.recovering().toMillis() / 1e3,
                        after,
                        before));
        drill.require(after < before, "production was not put back: it is at batch " + after);
        drill.require(restored <= RESTORED_MOST.toSeconds(), "the restore took longer than " + RESTORED_MOST);
        long healed = TICKS.getAsLong();
        long _ = new RecoveryWatch(drill::statuses, stack.settings().lines(), TICKS).awaitWhole(WITHIN);
        drill.say("caught up %.1f s after it answered, %.1f s after it was stopped"
                .formatted(seconds(healed), seconds(begin)));
        drill.require(seconds(healed) <= CAUGHT_UP_MOST.toSeconds(), "catching up took longer than " + CAUGHT_UP_MOST);
    }

    /** Merges the lines once more, into a database that was never put back, and compares. */
    private boolean compare(Rehearsal drill) throws InterruptedException {
        long _ = ask(drill, open -> {
            try (Statement statement = open.createStatement()) {
                return statement.executeUpdate("CREATE DATABASE " + ANEW);
            }
        });
        Map<Integer, LinePosition> last = drill.lastStored();
        String process = drill.stack().mergeAnew(ANEW);
        DatabaseAddress anew = production(drill, ANEW).address();
        drill.await("the same lines are merged once more", WITHIN, () -> reached(anew, last));
        drill.stack().stop(process);
        ContentHash own = hash(production(drill, PostgresServer.NAME));
        ContentHash other = hash(production(drill, ANEW));
        own.parts().forEach((part, hash) -> drill.say("%-9s  %s".formatted(part, hash)));
        boolean same = own.equals(other);
        other.parts().forEach((part, hash) -> {
            if (!hash.equals(own.parts().get(part))) {
                drill.say("%-9s  %s when merged anew: DIFFERS".formatted(part, hash));
            }
        });
        drill.require(same, "production is not what it would have been");
        drill.say(same ? "content hash: the same as of one that was never put back" : "content hash: DIFFERS");
        return same;
    }

    private static boolean reached(DatabaseAddress production, Map<Integer, LinePosition> last) {
        try (CursorReader cursors = new CursorReader(production, "trifecta drill")) {
            for (Map.Entry<Integer, LinePosition> line : last.entrySet()) {
                LineCursor cursor = cursors.read(line.getKey()).cursor();
                LinePosition at = new LinePosition(
                        cursor.position().boot(), cursor.position().n());
                if (at.compareTo(line.getValue()) < 0) {
                    return false;
                }
            }
            return true;
        } catch (StoreException e) {
            return false; // its schema is not there yet; the wait has an end
        }
    }

    private void awaitSent(Rehearsal drill, String what, Duration time) throws InterruptedException {
        double wanted = drill.value(Stack.EXCHANGE, "emitted") + (double) rate * time.toMillis() / 1000;
        Instant end = CLOCK.instant().plus(time);
        drill.await(
                what,
                WITHIN.plus(time.multipliedBy(2)),
                () -> drill.value(Stack.EXCHANGE, "emitted") >= wanted
                        && CLOCK.instant().isAfter(end));
    }

    private static void awaitReady(PostgresServer server) throws InterruptedException {
        long end = TICKS.getAsLong() + WITHIN.toNanos();
        while (!server.ready()) {
            if (TICKS.getAsLong() > end) {
                throw new OperatingException("drill: wait for production", "it does not answer", "look into its log");
            }
            TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
        }
    }

    private static Map<Integer, DatabaseAddress> gatherers(Stack stack) {
        Map<Integer, DatabaseAddress> gatherers = new LinkedHashMap<>();
        for (int line = 1; line <= stack.settings().lines(); line++) {
            gatherers.put(
                    line,
                    ConnectionString.parse(stack.connectionString(Stack.gatherer(line)))
                            .address());
        }
        return gatherers;
    }

    private static long head(Connection open) throws SQLException {
        try (Statement statement = open.createStatement();
                ResultSet row = statement.executeQuery("SELECT batch FROM store.head")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static ContentHash hash(ConnectionString production) {
        try (Connection open = production.connect()) {
            return ContentHash.of(open);
        } catch (SQLException e) {
            throw new OperatingException("hash production", String.valueOf(e.getMessage()), "is it up?", e);
        }
    }

    private interface Question {
        long ask(Connection open) throws SQLException;
    }

    private static long ask(Rehearsal drill, Question question) {
        try (Connection open = production(drill, PostgresServer.NAME).connect()) {
            return question.ask(open);
        } catch (SQLException e) {
            throw new OperatingException("ask production", String.valueOf(e.getMessage()), "is it up?", e);
        }
    }

    private static ConnectionString production(Rehearsal drill, String database) {
        ConnectionString own = ConnectionString.parse(drill.stack().connectionString(Stack.PRODUCTION));
        return new ConnectionString(drill.stack().database(Stack.PRODUCTION).jdbcUrl(database), own.credentials());
    }

    private static PostgresSoftware software() {
        return PostgresSoftware.unpacked(CacheFolder.path());
    }

    private static double seconds(long begin) {
        return (TICKS.getAsLong() - begin) / 1e9;
    }
}

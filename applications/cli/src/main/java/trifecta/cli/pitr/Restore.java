package trifecta.cli.pitr;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import trifecta.cli.postgres.FolderSwitch;
import trifecta.cli.postgres.PostgresSoftware;
import trifecta.cli.postgres.StaleLock;
import trifecta.service.FileTrouble;
import trifecta.service.OperatingException;
import trifecta.store.DatabaseAddress;

/**
 * Puts a server back to an earlier time: restores a backup aside, recovers it behind a fence, compares it with what the gatherers keep, ends
 * it cleanly, and only then gives its folder the server's name. Until then the former folder is as it was; afterwards it lies beside.
 */
public final class Restore {
    /** What a killed server leaves sees within a second that it is alone. */
    private static final Duration LEFT_ENDS_WITHIN = Duration.ofSeconds(10);

    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final BackupFolder folder;
    private final PostgresSoftware software;
    private final LongSupplier ticks;
    private final Consumer<String> listener;
    private final LongConsumer progress;

    /**
     * @param ticks monotonic nanoseconds
     * @param listener is told each step in a sentence
     * @param progress is given the bytes of each chunk that was restored
     */
    public Restore(
            BackupFolder folder,
            PostgresSoftware software,
            LongSupplier ticks,
            Consumer<String> listener,
            LongConsumer progress) {
        this.folder = folder;
        this.software = software;
        this.ticks = ticks;
        this.listener = listener;
        this.progress = progress;
    }

    /**
     * What is wanted.
     *
     * @param into the server's data folder; need not exist. The server that works in it has to be stopped
     * @param backup only this one; empty: the newest before the target
     * @param timeline along this one; empty: the newest
     * @param gatherers databases of the lines, by number: what production lacks then is read from them
     */
    public record Wish(
            Path into,
            Target target,
            Optional<String> backup,
            OptionalInt timeline,
            Login login,
            Map<Integer, DatabaseAddress> gatherers) {}

    /**
     * What was done.
     *
     * @param reached the last commit of what was restored, by the server's clock; empty when its database has no history of commits
     * @param former where the former data folder lies; empty when there was none
     * @param bytes of the base backup
     * @param copying until all files were there
     * @param recovering until the server was at its target
     */
    public record Done(
            String backup,
            boolean verified,
            Optional<Instant> reached,
            Optional<Path> former,
            long bytes,
            Duration copying,
            Duration recovering,
            Duration whole,
            List<LowWater.Mark> lines) {}

    /** @throws OperatingException when it could not be done: then the former folder is as it was */
    public Done restore(Wish wish) throws InterruptedException {
        try (Hold _ = folder.hold("restore")) {
            return restored(wish);
        } catch (IOException e) {
            throw new OperatingException("restore into " + wish.into(), FileTrouble.words(e), "is there room?", e);
        }
    }

    private Done restored(Wish wish) throws IOException, InterruptedException {
        Path into = wish.into().toAbsolutePath().normalize();
        FolderSwitch folders = new FolderSwitch(into);
        folders.finish();
        requireStopped(into);
        FencedServer.endLeftover(fence(folders));
        DurableFiles.delete(fence(folders));
        DurableFiles.delete(folders.making());
        Leftover leftover = Leftover.of(into, folder.whole());
        Restores.Choice choice = new Restores(folder, leftover).choose(wish.target(), wish.backup(), wish.timeline());
        Backup.Whole backup = choice.backup();
        Restores.requireSoftware(backup);
        boolean whole = false;
        long begin = ticks.getAsLong();
        try {
            listener.accept("restoring " + backup.id() + ", "
                    + Sizes.text(backup.manifest().bytes())
                    + (backup.isVerified() ? "" : ", which was NEVER VERIFIED"));
            new BaseRestore(backup, progress).copy(folders.making());
            leftover.keep(choice, new WalArchive(folder.wal(), backup.manifest().segmentBytes()), folders.making());
            DurableFiles.syncAll(folders.making());
            long copied = ticks.getAsLong();
            listener.accept("%s copied and compared in %.1f s; recovering to %s behind a fence"
                    .formatted(Sizes.text(backup.manifest().bytes()), (copied - begin) / 1e9, wish.target()));
            FencedServer.Plan plan = new FencedServer.Plan(
                    folders.making(),
                    fence(folders),
                    folder.wal(),
                    wish.target(),
                    String.valueOf(choice.lineage().timeline()),
                    true);
            Optional<Instant> reached;
            List<LowWater.Mark> lines;
            long recovered;
            try (FencedServer server = FencedServer.start(software, plan, wish.login(), ticks)) {
                recovered = ticks.getAsLong();
                reached = lastCommit(server);
                listener.accept("recovered in %.1f s; last commit %s"
                        .formatted(
                                (recovered - copied) / 1e9,
                                reached.map(Instant::toString).orElse("unknown")));
                lines = LowWater.marks(server.address(), wish.gatherers());
                server.stop();
            }
            Optional<Path> former = folders.take();
            whole = true;
            return new Done(
                    backup.id(),
                    backup.isVerified(),
                    reached,
                    former,
                    backup.manifest().bytes(),
                    Duration.ofNanos(copied - begin),
                    Duration.ofNanos(recovered - copied),
                    Duration.ofNanos(ticks.getAsLong() - begin),
                    lines);
        } finally {
            DurableFiles.delete(fence(folders));
            if (!whole) {
                DurableFiles.delete(folders.making());
            }
        }
    }

    private static Path fence(FolderSwitch folders) {
        return folders.making().resolveSibling(folders.making().getFileName() + ".fence");
    }

    private void requireStopped(Path into) throws IOException, InterruptedException {
        long end = ticks.getAsLong() + LEFT_ENDS_WITHIN.toNanos();
        while (StaleLock.isWorkedIn(into)) {
            if (StaleLock.isServed(into) || ticks.getAsLong() > end) {
                throw new OperatingException(
                        "restore into " + into,
                        "a server works there",
                        "stop it first; under `trifecta up`, stop that");
            }
            TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
        }
    }

    private static Optional<Instant> lastCommit(FencedServer server) {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            try (ResultSet there = statement.executeQuery("SELECT to_regclass('store.batches') IS NOT NULL")) {
                there.next();
                if (!there.getBoolean(1)) {
                    return Optional.empty();
                }
            }
            try (ResultSet row =
                    statement.executeQuery("SELECT committed_at FROM store.batches ORDER BY batch DESC LIMIT 1")) {
                return row.next()
                        ? Optional.of(row.getObject(1, OffsetDateTime.class).toInstant())
                        : Optional.empty();
            }
        } catch (SQLException e) {
            throw new OperatingException(
                    "look into the restored server", String.valueOf(e.getMessage()), "choose another backup", e);
        }
    }
}

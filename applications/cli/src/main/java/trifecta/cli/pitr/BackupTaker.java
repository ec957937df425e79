package trifecta.cli.pitr;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import trifecta.cli.ConnectionString;
import trifecta.cli.pitr.Manifest.Mark;
import trifecta.service.FileTrouble;
import trifecta.service.OperatingException;

/**
 * Takes a base backup of a running server on this machine. One session begins the backup and ends it, so a backup whose process dies
 * is ended by the server; in between its data folder is copied. It has its name when all of its log is in the archive as well.
 */
public final class BackupTaker {
    private static final String OPERATION = "back up production";

    /** For the archive to take the last segment; the shell packs some hundred megabytes in this time. */
    private static final Duration ARCHIVED_WITHIN = Duration.ofMinutes(2);

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    /** Beside the copy there is the log that is written meanwhile. */
    private static final long SPARE_BYTES = 256L << 20;

    private static final DateTimeFormatter ID = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT);

    private final BackupFolder folder;
    private final LongSupplier ticks;
    private final LongConsumer progress;

    /**
     * @param ticks monotonic nanoseconds
     * @param progress is given the bytes of each chunk that was copied
     */
    public BackupTaker(BackupFolder folder, LongSupplier ticks, LongConsumer progress) {
        this.folder = folder;
        this.ticks = ticks;
        this.progress = progress;
    }

    /** What the server says of itself. */
    private record Server(
            Path data,
            String version,
            long systemIdentifier,
            boolean checksums,
            int segmentBytes,
            long databaseBytes) {}

    /**
     * Takes a backup.
     *
     * @param production its user has to be a superuser, or to be allowed pg_backup_start, pg_backup_stop and to read all settings
     * @throws OperatingException when there is none then; nothing of it is left
     */
    public Backup.Whole take(ConnectionString production, Keep keep) throws InterruptedException {
        try (Hold _ = folder.hold("back up")) {
            return Backup.read(taken(production, keep)) instanceof Backup.Whole whole ? whole : unreadable();
        }
    }

    private Backup.Whole unreadable() {
        throw new OperatingException(
                OPERATION,
                "what was just written does not read the same",
                "is the disk of " + folder.root() + " sound?");
    }

    private Path taken(ConnectionString production, Keep keep) throws InterruptedException {
        try (Connection session = production.connect()) {
            Server server = server(session);
            requireReadable(server);
            requireSameServer(server);
            requireRoom(server);
            return copied(session, server, keep);
        } catch (SQLException e) {
            throw new OperatingException(
                    OPERATION,
                    production + ": " + e.getMessage(),
                    "is it up? one that is stopped cannot be backed up while it changes: start it, or copy its folder",
                    e);
        } catch (IOException e) {
            throw new OperatingException(OPERATION, FileTrouble.words(e), "is there room in " + folder.root() + "?", e);
        }
    }

    private Path copied(Connection session, Server server, Keep keep)
            throws SQLException, IOException, InterruptedException {
        String id = freeId(now(session), keep);
        Path making = folder.making(id);
        boolean whole = false;
        try {
            Files.createDirectory(making, BaseCopy.PRIVATE);
            Instant beganAt = begin(session, id);
            BaseCopy copy = new BaseCopy(server.data(), making.resolve("data"), progress);
            copy.copy();
            Manifest manifest = end(session, server, copy, id, keep, beganAt);
            awaitArchived(session, manifest);
            DurableFiles.syncAll(making);
            manifest.write(making);
            DurableFiles.move(making, folder.base(id));
            whole = true;
            return folder.base(id);
        } finally {
            if (!whole) {
                DurableFiles.delete(making);
            }
        }
    }

    private static Instant begin(Connection session, String id) throws SQLException {
        try (PreparedStatement begin = session.prepareStatement("SELECT pg_backup_start(?, true)")) {
            begin.setString(1, "trifecta " + id);
            begin.executeQuery().close();
        }
        return now(session);
    }

    private static Manifest end(Connection session, Server server, BaseCopy copy, String id, Keep keep, Instant beganAt)
            throws SQLException, IOException {
        Lsn stop;
        String label;
        Segment last;
        try (Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery("SELECT s.lsn::text, s.labelfile, coalesce(s.spcmapfile, ''),"
                        + " pg_walfile_name(s.lsn) FROM pg_backup_stop(false) s")) {
            row.next();
            stop = Lsn.parse(row.getString(1));
            label = row.getString(2);
            last = Segment.parse(row.getString(4), server.segmentBytes());
            if (!row.getString(3).isEmpty()) {
                throw new IOException("the server has tablespaces outside of its data folder, which are not backed up");
            }
        }
        copy.add("backup_label", label);
        Label begun = Label.read(label, server.segmentBytes());
        BaseCopy.Copied copied = copy.copied();
        return new Manifest(
                id,
                keep,
                server.version(),
                server.systemIdentifier(),
                server.checksums(),
                server.segmentBytes(),
                new Mark(begun.segment(), begun.place(), beganAt),
                new Mark(last, stop, now(session)),
                copied.folders(),
                copied.files());
    }

    private void awaitArchived(Connection session, Manifest manifest)
            throws SQLException, IOException, InterruptedException {
        WalArchive archive = new WalArchive(folder.wal(), manifest.segmentBytes());
        long end = ticks.getAsLong() + ARCHIVED_WITHIN.toNanos();
        while (!archive.has(manifest.end().segment())) {
            if (ticks.getAsLong() > end) {
                throw new OperatingException(
                        OPERATION,
                        "segment " + manifest.end().segment() + " of its log did not come into " + folder.wal()
                                + " within " + ARCHIVED_WITHIN.toSeconds() + " s" + failure(session),
                        "`trifecta backup settings` prints the server's archive_command; its log says why it fails");
            }
            TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
        }
        for (Segment each = manifest.begin().segment();
                each.number() <= manifest.end().segment().number();
                each = new Segment(each.timeline(), each.number() + 1, each.bytes())) {
            if (!archive.has(each)) {
                throw new OperatingException(
                        OPERATION,
                        "segment " + each + " of its log is not in " + folder.wal() + ", though a later one is",
                        "does anybody else delete there?");
            }
        }
    }

    private static String failure(Connection session) throws SQLException {
        try (Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery("SELECT failed_count, last_failed_wal FROM pg_stat_archiver"
                        + " WHERE last_failed_time > coalesce(last_archived_time, '-infinity')")) {
            return row.next() ? "; archiving " + row.getString(2) + " has failed " + row.getLong(1) + " times" : "";
        }
    }

    private static Server server(Connection session) throws SQLException {
        try (Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT pg_is_in_recovery(), current_setting('archive_mode'), current_setting('data_directory'),
                               split_part(current_setting('server_version'), ' ', 1), system_identifier,
                               current_setting('data_checksums') = 'on', bytes_per_wal_segment,
                               (SELECT sum(pg_database_size(oid)) FROM pg_database)::bigint
                        FROM pg_control_system(), pg_control_init()""")) {
            row.next();
            if (row.getBoolean(1)) {
                throw new OperatingException(OPERATION, "the server is in recovery", "back up the one that it follows");
            }
            if ("off".equals(row.getString(2))) {
                throw new OperatingException(
                        OPERATION,
                        "the server does not archive its log (archive_mode is off), without which a backup is worth nothing",
                        "under `trifecta up` set up.backup = on and restart; else `trifecta backup settings` prints what to set");
            }
            return new Server(
                    Path.of(row.getString(3)),
                    row.getString(4),
                    row.getLong(5),
                    row.getBoolean(6),
                    row.getInt(7),
                    row.getLong(8));
        }
    }

    /** The copy is made of files: they have to be here, and this server's. */
    private static void requireReadable(Server server) throws IOException {
        try {
            Optional<Long> found = ControlFile.systemIdentifier(server.data());
            if (found.isEmpty()) {
                throw notHere(server, null);
            }
            if (found.get() != server.systemIdentifier()) {
                throw new OperatingException(
                        OPERATION,
                        server.data() + " on this machine is of another server",
                        "run it on the server's machine");
            }
        } catch (AccessDeniedException e) {
            throw notHere(server, e);
        }
    }

    private static OperatingException notHere(Server server, @Nullable Throwable cause) {
        String facts = "the server's data folder " + server.data() + " cannot be read here";
        String hint = "run it on the server's machine, as a user who may read that folder";
        return cause == null
                ? new OperatingException(OPERATION, facts, hint)
                : new OperatingException(OPERATION, facts, hint, cause);
    }

    private void requireSameServer(Server server) {
        folder.whole().stream()
                .filter(each -> each.manifest().systemIdentifier() != server.systemIdentifier())
                .findFirst()
                .ifPresent(other -> {
                    throw new OperatingException(
                            OPERATION,
                            folder.root() + " holds the backups of another server (" + other.id() + ")",
                            "each server has a folder of its own");
                });
    }

    private void requireRoom(Server server) throws IOException {
        long free = Files.getFileStore(folder.root()).getUsableSpace();
        long wanted = server.databaseBytes() + SPARE_BYTES;
        if (free < wanted) {
            throw new OperatingException(
                    OPERATION,
                    "%s has %s free, and about %s are needed"
                            .formatted(folder.root(), Sizes.text(free), Sizes.text(wanted)),
                    "`trifecta backup prune` deletes what is too old; a folder on another disk may be linked there");
        }
    }

    private String freeId(Instant now, Keep keep) {
        String first = ID.format(now.atOffset(ZoneOffset.UTC)) + "-" + keep.word();
        String id = first;
        for (int number = 2; Files.exists(folder.base(id)); number++) {
            id = first + "-" + number;
        }
        return id;
    }

    private static Instant now(Connection session) throws SQLException {
        try (Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery("SELECT clock_timestamp()")) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        }
    }
}

package trifecta.cli.pitr;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import trifecta.service.FileTrouble;
import trifecta.service.OperatingException;

/** How far each backup can be recovered by what is in the archive. */
public final class LogReach {
    private final WalArchive archive;
    private final Optional<Segment> newest;
    private final Optional<Instant> newestAt;
    private final long bytes;

    private LogReach(WalArchive archive, Optional<Segment> newest, Optional<Instant> newestAt, long bytes) {
        this.archive = archive;
        this.newest = newest;
        this.newestAt = newestAt;
        this.bytes = bytes;
    }

    /** Of a folder as it is now. */
    public static LogReach of(BackupFolder folder) {
        try {
            List<Backup.Whole> backups = folder.whole();
            if (backups.isEmpty() || !Files.isDirectory(folder.wal())) {
                return new LogReach(new WalArchive(folder.wal(), 1), Optional.empty(), Optional.empty(), 0);
            }
            WalArchive archive =
                    new WalArchive(folder.wal(), backups.getLast().manifest().segmentBytes());
            Optional<Segment> newest = archive.segments().stream()
                    .max(Comparator.comparingLong(Segment::number).thenComparingInt(Segment::timeline));
            Optional<Instant> at = newest.isEmpty()
                    ? Optional.empty()
                    : Optional.of(archive.archivedAt(newest.get()).truncatedTo(ChronoUnit.SECONDS));
            return new LogReach(archive, newest, at, archive.bytes());
        } catch (IOException e) {
            throw new OperatingException("look at the log in " + folder.wal(), FileTrouble.words(e), "", e);
        }
    }

    /** Bytes on the disk. */
    public long bytes() {
        return bytes;
    }

    /** The newest segment; empty when there is none. */
    public String newest() {
        return newest.map(Segment::name).orElse("");
    }

    /** When it was archived, by this machine's clock. */
    public Optional<Instant> newestAt() {
        return newestAt;
    }

    /** Up to where a backup can be recovered, along its own timeline. */
    public String words(Backup.Whole backup) {
        Manifest manifest = backup.manifest();
        try {
            WalArchive.Reach reach =
                    archive.reach(manifest.begin().segment(), archive.lineage(manifest.timeline()), List.of());
            long end = manifest.end().segment().number();
            if (reach.last().isEmpty() || reach.last().get() < end) {
                return "NOTHING: its log is missing from " + Restores.missing(manifest, reach);
            }
            if (reach.missing().isPresent()) {
                return "itself and up to a hole at " + Restores.missing(manifest, reach);
            }
            return reach.last().get() == end ? "itself" : "any time from its end on";
        } catch (IOException e) {
            return "unknown: " + FileTrouble.words(e);
        }
    }
}

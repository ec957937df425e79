package trifecta.cli.pitr;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import trifecta.cli.postgres.PostgresSoftware;
import trifecta.service.FileTrouble;
import trifecta.service.OperatingException;

/** From which backup a recovery begins, and whether there is all the log it needs. */
final class Restores {
    private final BackupFolder folder;
    private final Leftover leftover;

    /** @param leftover log that lies beside the archive */
    Restores(BackupFolder folder, Leftover leftover) {
        this.folder = folder;
        this.leftover = leftover;
    }

    /**
     * What is restored.
     *
     * @param lineage along which it recovers
     */
    record Choice(Backup.Whole backup, Lineage lineage) {}

    /**
     * Chooses the newest backup that ends before the target and lies on the timeline.
     *
     * @param id only this one
     * @param timeline along this one; empty: the newest
     * @throws OperatingException when there is none, or log is missing that the target needs for certain
     */
    Choice choose(Target target, Optional<String> id, OptionalInt timeline) {
        try {
            return chosen(target, id, timeline);
        } catch (IOException e) {
            throw failure(target, FileTrouble.words(e), "`trifecta backup list` shows what there is", e);
        }
    }

    private Choice chosen(Target target, Optional<String> id, OptionalInt timeline) throws IOException {
        List<Backup.Whole> all = id.map(one -> List.of(folder.whole(one))).orElseGet(folder::whole);
        if (all.isEmpty()) {
            throw failure(target, "there is no backup in " + folder.root(), "`trifecta backup now` takes one");
        }
        WalArchive archive =
                new WalArchive(folder.wal(), all.getFirst().manifest().segmentBytes());
        Lineage lineage = archive.lineage(timeline.orElse(newest(archive, all)));
        List<Backup.Whole> onTimeline = all.stream()
                .filter(each -> lineage.holds(
                        each.manifest().timeline(), each.manifest().end().place()))
                .toList();
        Backup.Whole backup = onTimeline.stream()
                .filter(each -> endsBefore(each, target))
                .max(Comparator.comparing(each -> each.manifest().end().place()))
                .orElseThrow(() -> none(target, onTimeline, lineage));
        requireLog(archive, backup, target, lineage);
        return new Choice(backup, lineage);
    }

    /** A recovery that nothing was archived of yet has no history in the archive; its backup tells of it. */
    private static int newest(WalArchive archive, List<Backup.Whole> all) throws IOException {
        int newest = archive.newestTimeline();
        for (Backup.Whole each : all) {
            newest = Math.max(newest, each.manifest().timeline());
        }
        return newest;
    }

    private void requireLog(WalArchive archive, Backup.Whole backup, Target target, Lineage lineage)
            throws IOException {
        Manifest manifest = backup.manifest();
        WalArchive.Reach reach =
                archive.reach(manifest.begin().segment(), lineage, leftover.segments(manifest.segmentBytes()));
        if (reach.last().orElse(-1L) < manifest.end().segment().number()) {
            throw failure(
                    target,
                    "segment " + missing(manifest, reach) + " of the log is missing, without which the backup "
                            + backup.id() + " is not whole",
                    "choose another with --backup");
        }
        if (target instanceof Target.Latest && reach.missing().isPresent()) {
            throw failure(
                    target,
                    "segment " + missing(manifest, reach) + " of the log is missing, though later ones are there",
                    "--to with a time before the hole restores what is whole");
        }
    }

    /** The first segment that is missing behind a backup's begin. */
    static String missing(Manifest manifest, WalArchive.Reach reach) {
        long number = reach.last()
                .map(last -> last + 1)
                .orElse(manifest.begin().segment().number());
        return new Segment(manifest.timeline(), number, manifest.segmentBytes()).name();
    }

    /** @throws OperatingException when this PostgreSQL cannot read what another one wrote */
    static void requireSoftware(Backup.Whole backup) {
        String own = PostgresSoftware.version();
        if (!own.startsWith(backup.manifest().major() + ".")) {
            throw new OperatingException(
                    "restore " + backup.id(),
                    "it is of PostgreSQL " + backup.manifest().version() + ", and " + own
                            + " is what comes with this version",
                    "use the version of Trifecta that has PostgreSQL "
                            + backup.manifest().major());
        }
    }

    private static boolean endsBefore(Backup.Whole backup, Target target) {
        return !(target instanceof Target.At(var instant))
                || !backup.manifest().end().at().isAfter(instant);
    }

    private static OperatingException none(Target target, List<Backup.Whole> onTimeline, Lineage lineage) {
        return onTimeline.isEmpty()
                ? failure(
                        target,
                        "no backup is of timeline " + lineage.timeline() + " or of those before it",
                        "--timeline chooses an older one")
                : failure(
                        target,
                        "the oldest backup ends later, at "
                                + onTimeline.getFirst().manifest().end().at(),
                        "production cannot go back further");
    }

    private static OperatingException failure(Target target, String facts, String hint) {
        return new OperatingException("restore to " + target, facts, hint);
    }

    private static OperatingException failure(Target target, String facts, String hint, IOException cause) {
        return new OperatingException("restore to " + target, facts, hint, cause);
    }
}

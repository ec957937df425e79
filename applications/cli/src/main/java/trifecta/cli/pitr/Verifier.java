package trifecta.cli.pitr;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import trifecta.cli.postgres.PostgresSoftware;
import trifecta.service.FileTrouble;
import trifecta.service.OperatingException;

/** A backup counts only after a restore: restores it aside, recovers to the end of its log, reads all of it, and throws it away. */
public final class Verifier {
    private final BackupFolder folder;
    private final PostgresSoftware software;
    private final InstantSource clock;
    private final LongSupplier ticks;

    /** @param ticks monotonic nanoseconds */
    public Verifier(BackupFolder folder, PostgresSoftware software, InstantSource clock, LongSupplier ticks) {
        this.folder = folder;
        this.software = software;
        this.clock = clock;
        this.ticks = ticks;
    }

    /**
     * Verifies a backup; its folder has the mark then.
     *
     * @param progress is given the bytes of each chunk that was restored
     * @throws OperatingException when it could not be restored, or is not sound: then it loses the mark of an earlier time
     */
    public Backup.Verified verify(String id, Login login, LongConsumer progress) throws InterruptedException {
        try (Hold _ = folder.hold("verify " + id)) {
            Backup.Whole backup = folder.whole(id);
            Path trial = folder.trial();
            long begin = ticks.getAsLong();
            boolean passed = false;
            try {
                Files.createDirectory(trial, BaseCopy.PRIVATE);
                String found = restored(backup, trial, login, progress);
                Backup.Verified verified =
                        new Backup.Verified(clock.instant(), Duration.ofNanos(ticks.getAsLong() - begin), found);
                verified.write(backup.folder());
                passed = true;
                return verified;
            } finally {
                DurableFiles.delete(trial);
                if (!passed) {
                    Backup.Verified.forget(backup.folder());
                }
            }
        } catch (IOException e) {
            throw new OperatingException("verify " + id, FileTrouble.words(e), "", e);
        }
    }

    private String restored(Backup.Whole backup, Path trial, Login login, LongConsumer progress)
            throws IOException, InterruptedException {
        Manifest manifest = backup.manifest();
        Restores.requireSoftware(backup);
        WalArchive archive = new WalArchive(folder.wal(), manifest.segmentBytes());
        WalArchive.Reach reach =
                archive.reach(manifest.begin().segment(), archive.lineage(manifest.timeline()), List.of());
        boolean holed = reach.missing().isPresent();
        if (reach.last().isEmpty()
                || reach.last().get() < manifest.end().segment().number()) {
            throw new OperatingException(
                    "verify " + backup.id(),
                    "its own log is not whole in the archive: " + Restores.missing(manifest, reach) + " is missing",
                    "take another backup");
        }
        Path data = trial.resolve("data");
        new BaseRestore(backup, progress).copy(data);
        // behind a hole there is log of another backup: up to its own end this one is good all the same
        Target target = holed ? new Target.Base() : new Target.Latest();
        FencedServer.Plan plan =
                new FencedServer.Plan(data, trial, folder.wal(), target, String.valueOf(manifest.timeline()), false);
        try (FencedServer server = FencedServer.start(software, plan, login, ticks)) {
            return new Soundness(server).look();
        }
    }
}

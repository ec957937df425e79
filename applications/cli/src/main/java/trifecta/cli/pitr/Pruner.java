package trifecta.cli.pitr;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import trifecta.service.FileTrouble;
import trifecta.service.OperatingException;

/** Deletes what may go, see {@link PruneRule}. */
public final class Pruner {
    private final BackupFolder folder;
    private final InstantSource clock;

    public Pruner(BackupFolder folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /**
     * What went.
     *
     * @param backups ids, the oldest first
     * @param logBytes of archived log, packed
     */
    public record Pruned(List<String> backups, long logBytes) {}

    /** Deletes it, backups first: log without a backup is useless, a backup without its log is a lie. */
    public Pruned prune() throws InterruptedException {
        try (Hold _ = folder.hold("prune backups")) {
            List<Backup.Whole> all = folder.whole();
            PruneRule rule = new PruneRule(all, clock.instant());
            List<String> gone = new ArrayList<>();
            for (Backup.Whole each : rule.goes()) {
                // renamed first: half deleted it must not be listed
                DurableFiles.move(each.folder(), folder.making(each.id()));
                DurableFiles.delete(folder.making(each.id()));
                gone.add(each.id());
            }
            long freed = 0;
            if (!all.isEmpty()) {
                int segmentBytes = all.getLast().manifest().segmentBytes();
                freed = new WalArchive(folder.wal(), segmentBytes).remove(rule::useless);
            }
            return new Pruned(gone, freed);
        } catch (IOException e) {
            throw new OperatingException("prune backups", FileTrouble.words(e), "what is left goes the next time", e);
        }
    }
}

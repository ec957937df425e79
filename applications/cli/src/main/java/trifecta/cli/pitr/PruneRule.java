package trifecta.cli.pitr;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What may go. A backup goes when it is older than its kind is kept, unless it is the newest that was verified, or the one with which
 * recovery to the begin of the window starts. Log goes when it lies before that one, and no other backup needs it to be consistent.
 * Pure.
 */
final class PruneRule {
    /** Recovery is possible to any time within it. */
    static final Duration WINDOW = Keep.DAILY.age();

    private final List<Backup.Whole> backups;
    private final Instant now;

    /**
     * @param backups all of a folder, in any order
     * @param now by this machine's clock; a backup from after it is young
     */
    PruneRule(List<Backup.Whole> backups, Instant now) {
        this.backups = backups.stream()
                .sorted(Comparator.comparing(each -> each.manifest().end().at()))
                .toList();
        this.now = now;
    }

    /** Backups that may go, the oldest first. */
    List<Backup.Whole> goes() {
        Optional<Backup.Whole> newest = newestVerified(backups);
        Optional<Backup.Whole> anchor = anchor();
        List<Backup.Whole> goes = new ArrayList<>();
        for (Backup.Whole each : backups) {
            if (end(each).plus(each.manifest().keep().age()).isBefore(now)
                    && newest.filter(each::equals).isEmpty()
                    && anchor.filter(each::equals).isEmpty()
                    && newest.isPresent()) {
                goes.add(each);
            }
        }
        return goes;
    }

    /** Whether a segment of the log is of no use to what stays. */
    boolean useless(Segment segment) {
        Optional<Backup.Whole> anchor = anchor();
        return anchor.isPresent()
                && segment.number() < anchor.get().manifest().begin().segment().number()
                && stays().stream().noneMatch(each -> needs(each.manifest(), segment));
    }

    /** The newest verified backup that is not younger than the window, else the oldest of all: recovery to any later time begins there. */
    Optional<Backup.Whole> anchor() {
        Instant begin = now.minus(WINDOW);
        List<Backup.Whole> before =
                backups.stream().filter(each -> !end(each).isAfter(begin)).toList();
        return newestVerified(before).or(() -> backups.stream().findFirst());
    }

    private List<Backup.Whole> stays() {
        List<Backup.Whole> stays = new ArrayList<>(backups);
        stays.removeAll(goes());
        return stays;
    }

    private static Optional<Backup.Whole> newestVerified(List<Backup.Whole> some) {
        return some.stream().filter(Backup.Whole::isVerified).reduce((_, later) -> later);
    }

    private static boolean needs(Manifest manifest, Segment segment) {
        return segment.number() >= manifest.begin().segment().number()
                && segment.number() <= manifest.end().segment().number();
    }

    private static Instant end(Backup.Whole backup) {
        return backup.manifest().end().at();
    }
}

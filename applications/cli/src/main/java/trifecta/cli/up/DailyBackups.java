package trifecta.cli.up;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import trifecta.cli.ConnectionString;
import trifecta.cli.pitr.Backup;
import trifecta.cli.pitr.BackupFolder;
import trifecta.cli.pitr.BackupTaker;
import trifecta.cli.pitr.Keep;
import trifecta.cli.pitr.Login;
import trifecta.cli.pitr.Pruner;
import trifecta.cli.pitr.Sizes;
import trifecta.cli.pitr.Verifier;
import trifecta.cli.postgres.PostgresSoftware;
import trifecta.service.OperatingException;

/**
 * Backs production up every day while a stack runs: takes a backup, restores it to see that it is one, prunes. What goes wrong is said
 * and tried again later; the stack runs on.
 */
final class DailyBackups implements AutoCloseable {
    static final Duration EVERY = Duration.ofDays(1);

    /** A stack that has just started has better things to do. */
    static final Duration FIRST_AFTER = Duration.ofMinutes(10);

    private static final Duration AGAIN_AFTER = Duration.ofHours(1);
    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

    private final BackupFolder folder;
    private final ConnectionString production;
    private final PostgresSoftware software;
    private final InstantSource clock;
    private final LongSupplier ticks;
    private final Consumer<String> listener;
    private final Thread thread;

    /**
     * @param ticks monotonic nanoseconds
     * @param listener is told of each backup, and of what goes wrong, in a sentence
     */
    DailyBackups(
            BackupFolder folder,
            ConnectionString production,
            PostgresSoftware software,
            InstantSource clock,
            LongSupplier ticks,
            Consumer<String> listener) {
        this.folder = folder;
        this.production = production;
        this.software = software;
        this.clock = clock;
        this.ticks = ticks;
        this.listener = listener;
        this.thread = Thread.ofPlatform().name("daily backups").daemon().start(this::run);
    }

    /**
     * When the next one is due.
     *
     * @param last end of the newest daily backup, by the server's clock; one in the future comes from a clock that went back
     */
    static Instant due(Optional<Instant> last, Instant now) {
        Instant next = last.map(end -> end.plus(EVERY)).orElse(now);
        Instant latest = now.plus(EVERY);
        return next.isAfter(latest) ? latest : next;
    }

    private void run() {
        try {
            Thread.sleep(FIRST_AFTER);
            while (true) {
                Thread.sleep(looked());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the stack ends
        }
    }

    /** Takes one when it is due; says how long to wait before the next look. */
    private Duration looked() throws InterruptedException {
        try {
            if (!clock.instant().isBefore(due(last(), clock.instant()))) {
                take();
            }
            return LOOK_EVERY;
        } catch (RuntimeException e) {
            String what = e instanceof OperatingException ? String.valueOf(e.getMessage()) : e + " (unforeseen)";
            listener.accept("NO BACKUP: " + what + "; tried again in " + AGAIN_AFTER.toMinutes() + " min");
            return AGAIN_AFTER;
        }
    }

    private Optional<Instant> last() {
        return folder.backups().stream()
                .filter(each -> each instanceof Backup.Whole whole && whole.keep() == Keep.DAILY)
                .map(each -> ((Backup.Whole) each).consistentAt())
                .reduce((_, later) -> later);
    }

    private void take() throws InterruptedException {
        Backup.Whole backup = new BackupTaker(folder, ticks, _ -> {}).take(production, Keep.DAILY);
        Backup.Verified verified =
                new Verifier(folder, software, clock, ticks).verify(backup.id(), Login.of(production), _ -> {});
        Pruner.Pruned pruned = new Pruner(folder, clock).prune();
        listener.accept("backup %s: %s, verified by a restore in %d s; %d old ones deleted"
                .formatted(
                        backup.id(),
                        Sizes.text(backup.bytes()),
                        verified.took().toSeconds(),
                        pruned.backups().size()));
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

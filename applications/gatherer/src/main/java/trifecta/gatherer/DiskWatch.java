package trifecta.gatherer;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trifecta.service.OperatingException;
import trifecta.service.Quantities;

/**
 * Watches the room for the journal: warns while there is plenty, and stops the process while there is still enough to write down that
 * it stops. One thread looks, any may read. See {@code docs/decisions/0010-retention.md}.
 */
final class DiskWatch implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(DiskWatch.class);

    /** The reserve lasts for longer than this at any rate that a line can write. */
    private static final Duration EVERY = Duration.ofSeconds(1);

    /** A disk that stands at the mark must not warn every second. */
    private static final int BACK_PERCENT = 2;

    /**
     * When to say what.
     *
     * @param warnPercent from so much used on a warning
     * @param reserveBytes with less free than this the gatherer stops
     */
    record Marks(int warnPercent, long reserveBytes) {}

    enum Level {
        OK,
        FILLING,
        FULL;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Path folder;
    private final DiskSpace space;
    private final Marks marks;
    private final Consumer<Throwable> fatal;
    private volatile Level level = Level.OK;
    private volatile DiskSpace.Room room = new DiskSpace.Room(0, Long.MAX_VALUE);
    private boolean blind;

    /**
     * @param folder for the words only
     * @param fatal is told once, when the reserve is touched
     */
    DiskWatch(Path folder, DiskSpace space, Marks marks, Consumer<Throwable> fatal) {
        this.folder = folder;
        this.space = space;
        this.marks = marks;
        this.fatal = fatal;
    }

    Level level() {
        return level;
    }

    /** Looks, and says in the log what changed. */
    Level look() {
        try {
            room = space.room();
            blind = false;
        } catch (IOException e) {
            if (!blind) {
                blind = true;
                log.warn("the room for {} cannot be told: {}", folder, e.toString());
            }
            return level;
        }
        Level before = level;
        level = judge(before);
        if (level == Level.FILLING && before == Level.OK) {
            log.warn(
                    "the disk of {} is {} % full, {} are free: with less than {} this gatherer stops",
                    folder, room.usedPercent(), text(room.usableBytes()), text(marks.reserveBytes));
        } else if (level == Level.OK && before != Level.OK) {
            log.info("the disk of {} has room again: {} % full", folder, room.usedPercent());
        }
        return level;
    }

    private Level judge(Level before) {
        if (room.usableBytes() < marks.reserveBytes) {
            return Level.FULL;
        }
        int warn = before == Level.OK ? marks.warnPercent : marks.warnPercent - BACK_PERCENT;
        return room.usedPercent() >= warn ? Level.FILLING : Level.OK;
    }

    /** @throws OperatingException with what is full and what to do, while the reserve is not free */
    void demandReserve() {
        if (look() == Level.FULL) {
            throw full();
        }
    }

    private OperatingException full() {
        return new OperatingException(
                "keep the journal in " + folder,
                "its disk is full: " + text(room.usableBytes()) + " are free, the reserve is "
                        + text(marks.reserveBytes),
                "make room there (or lower gatherer.disk-reserve); all that was captured is kept, and it goes on with the"
                        + " next start");
    }

    @Override
    public void run() {
        try {
            while (look() != Level.FULL) {
                Thread.sleep(EVERY);
            }
            fatal.accept(full());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void describe(Map<String, Object> into) {
        into.put("disk", level.word());
        into.put("diskUsedPercent", room.usedPercent());
        into.put("diskFreeBytes", room.usableBytes());
    }

    /** In whole units, for people. */
    private static String text(long bytes) {
        long unit = bytes >= 10L << 30 ? 1L << 30 : bytes >= 10L << 20 ? 1L << 20 : 1L << 10;
        return Quantities.text(bytes / unit * unit);
    }
}

package trifecta.service.status;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import trifecta.service.OperatingException;

/** Sees when a stack is whole again: production has rows of all lines that were received once all lines were live again. */
public final class RecoveryWatch {
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final Look look;
    private final int lines;
    private final LongSupplier ticks;

    /** The statuses of the processes that answer. */
    @FunctionalInterface
    public interface Look {
        /** By process name. */
        Map<String, Status> now() throws InterruptedException;
    }

    /** @param ticks monotonic nanoseconds */
    public RecoveryWatch(Look look, int lines, LongSupplier ticks) {
        this.look = look;
        this.lines = lines;
        this.ticks = ticks;
    }

    /**
     * Waits.
     *
     * @return the ticks at which it was seen
     * @throws OperatingException when it is not whole by then
     */
    public long awaitWhole(Duration atMost) throws InterruptedException {
        return awaitWhole(ticks.getAsLong(), atMost);
    }

    /**
     * Waits.
     *
     * @param since ticks from which on the time counts
     * @return the ticks at which it was seen
     * @throws OperatingException when it is not whole by then
     */
    public long awaitWhole(long since, Duration atMost) throws InterruptedException {
        long end = since + atMost.toNanos();
        Optional<Map<Integer, LinePosition>> received = Optional.empty();
        while (true) {
            Map<String, Status> all = look.now();
            if (received.isEmpty()) {
                received = LinePositions.allLive(all, lines) ? LinePositions.received(all, lines) : Optional.empty();
            } else if (LinePositions.merged(all, received.get())) {
                return ticks.getAsLong();
            }
            if (ticks.getAsLong() > end) {
                throw new OperatingException(
                        "wait until all is whole again",
                        "it is not after " + atMost.toSeconds() + " s",
                        "`trifecta status` and the logs tell why");
            }
            TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
        }
    }
}

package trifecta.service;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parts in the order in which they were built, to be closed in reverse. One deadline bounds the whole closing: a part that does
 * not end in time is told (by interruption), named in the log and left behind. Safe for any thread.
 */
public final class Lifecycle {
    private static final Logger log = LoggerFactory.getLogger(Lifecycle.class);

    private final Deque<Part> parts = new ArrayDeque<>();
    private final LongSupplier ticks;
    private boolean closed;

    private record Part(String name, AutoCloseable part) {}

    /** Without parts yet; {@code ticks} are monotonic nanoseconds. */
    public Lifecycle(LongSupplier ticks) {
        this.ticks = ticks;
    }

    /** Takes over a part. One that comes after the closing is closed at once. */
    public <T extends AutoCloseable> T own(String name, T part) {
        synchronized (parts) {
            if (!closed) {
                parts.push(new Part(name, part));
                return part;
            }
        }
        closeQuietly(new Part(name, part));
        return part;
    }

    /** Closes everything in reverse order within the deadline; tells whether all parts ended well. A second call does nothing. */
    public boolean close(Duration deadline) throws InterruptedException {
        long end = ticks.getAsLong() + deadline.toNanos();
        boolean well = true;
        while (true) {
            Part part;
            synchronized (parts) {
                closed = true;
                part = parts.poll();
            }
            if (part == null) {
                return well;
            }
            well &= close(part, Duration.ofNanos(Math.max(1, end - ticks.getAsLong())));
        }
    }

    private static boolean close(Part part, Duration rest) throws InterruptedException {
        boolean[] well = new boolean[1];
        Thread closing = Thread.ofPlatform()
                .daemon()
                .name("close " + part.name())
                .start(() -> {
                    well[0] = closeQuietly(part);
                });
        if (!closing.join(rest)) {
            log.warn("{} did not close in time and is left behind", part.name());
            closing.interrupt();
            return false;
        }
        return well[0];
    }

    private static boolean closeQuietly(Part part) {
        try {
            part.part().close();
            return true;
        } catch (Exception e) {
            log.error("closing {} failed", part.name(), e);
            return false;
        }
    }
}

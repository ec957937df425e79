package trifecta.deduplicator;

import java.time.Duration;

/** The end of a thread that was told to stop. */
final class Threads {
    /** What a part may take to end by itself: one database round trip and its timeout. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Threads() {}

    /** Waits for a thread to end, then interrupts it. */
    static void end(Thread thread) {
        try {
            if (thread.isAlive() && !thread.join(PATIENCE)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}

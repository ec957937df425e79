package trifecta.console;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One open page: the whole overview to begin with, then what waits to be sent to it. */
final class LiveClient {
    /** Seconds that a page may be behind before it is let go. */
    static final int BEHIND_MAX = 8;

    private final String whole;
    private final ArrayBlockingQueue<String> waiting = new ArrayBlockingQueue<>(BEHIND_MAX);
    private volatile boolean letGo;

    LiveClient(String whole) {
        this.whole = whole;
    }

    /** The overview when it joined; empty when there was none yet. */
    String whole() {
        return whole;
    }

    /** Queues a second's news; false when the page cannot follow, it is let go then. */
    boolean offer(String second) {
        boolean taken = waiting.offer(second);
        letGo = !taken;
        return taken;
    }

    /** The next news; nothing when none came in time. */
    Optional<String> next(Duration wait) throws InterruptedException {
        @Nullable String second = waiting.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
        return Optional.ofNullable(second);
    }

    boolean letGo() {
        return letGo;
    }
}

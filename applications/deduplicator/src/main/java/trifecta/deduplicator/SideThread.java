package trifecta.deduplicator;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Work beside the merge, on a thread of its own: it ends when it is told to. */
final class SideThread implements AutoCloseable {
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;

    /** What is done. */
    interface Work {
        /** Returns or is interrupted when {@link #isStopped} says so. */
        void run() throws InterruptedException;
    }

    /** @param failed is told of what the work did not expect */
    SideThread(String name, Work work, Consumer<Throwable> failed) {
        this.thread = Thread.ofVirtual().name(name).unstarted(() -> {
            try {
                work.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                failed.accept(e);
            }
        });
    }

    void start() {
        thread.start();
    }

    /** Rests for so long, or until it is told to stop. */
    boolean isStopped(Duration rest) throws InterruptedException {
        return stop.await(rest.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        stop.countDown();
        thread.interrupt();
        Threads.end(thread);
    }
}

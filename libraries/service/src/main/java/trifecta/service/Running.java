package trifecta.service;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import trifecta.service.status.Control;
import trifecta.service.status.StatusServer;

/** The context of one run: its parts, and whether it is to stop and why. */
final class Running implements ServiceContext {
    private final LongSupplier ticks = Clocks.ticks();
    private final Lifecycle lifecycle = new Lifecycle(ticks);
    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final AtomicReference<@Nullable StatusServer> status = new AtomicReference<>();

    @Override
    public InstantSource clock() {
        return Clocks.wall();
    }

    @Override
    public LongSupplier ticks() {
        return ticks;
    }

    @Override
    public <T extends AutoCloseable> T own(String name, T part) {
        return lifecycle.own(name, part);
    }

    @Override
    public StatusServer serveStatus(int port, Supplier<Map<String, Object>> content) {
        return serveStatus(port, content, Map.of());
    }

    @Override
    public StatusServer serveStatus(
            int port, Supplier<Map<String, Object>> content, Map<String, ? extends Control> controls) {
        StatusServer server = own("status server", StatusServer.start(port, content, controls));
        status.set(server);
        return server;
    }

    @Override
    public void awaitStop() throws InterruptedException {
        stop.await();
        throwFailure();
    }

    @Override
    public boolean awaitStop(Duration wait) throws InterruptedException {
        boolean stopped = stop.await(wait.toNanos(), TimeUnit.NANOSECONDS);
        throwFailure();
        return stopped;
    }

    @Override
    public boolean stopping() {
        return stop.getCount() == 0;
    }

    @Override
    public void stop() {
        stop.countDown();
    }

    @Override
    public void fail(Throwable cause) {
        failure.compareAndSet(null, cause);
        stop.countDown();
    }

    /** The status server that the component started last, if any. */
    @Nullable StatusServer status() {
        return status.get();
    }

    boolean close(Duration deadline) throws InterruptedException {
        return lifecycle.close(deadline);
    }

    void throwFailure() {
        Throwable cause = failure.get();
        switch (cause) {
            case null -> {}
            case OperatingException operating -> throw operating;
            default -> throw new PartFailedException(cause);
        }
    }

    /** A part failed with something unforeseen, on a thread of its own. */
    static final class PartFailedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PartFailedException(Throwable cause) {
            super(cause);
        }
    }
}

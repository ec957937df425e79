package trifecta.service;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import trifecta.service.status.Control;
import trifecta.service.status.StatusServer;

/** What a running {@link Application} gets from its launcher: clocks, its lifecycle, the word to stop. Safe for any thread. */
public interface ServiceContext {
    /** The wall clock, UTC, with microseconds. */
    InstantSource clock();

    /** Monotonic nanoseconds for durations; the origin means nothing. */
    LongSupplier ticks();

    /**
     * Hands over a part to be closed at the end, in reverse order of owning, each bounded by the stop deadline. What was
     * built before a failure of {@code run} is closed as well.
     */
    <T extends AutoCloseable> T own(String name, T part);

    /** Starts and owns the component's {@code GET /status} on loopback; port 0 takes a free one. */
    StatusServer serveStatus(int port, Supplier<Map<String, Object>> status);

    /** Starts and owns {@code GET /status} with controls under {@code POST /control/NAME}. */
    StatusServer serveStatus(int port, Supplier<Map<String, Object>> status, Map<String, ? extends Control> controls);

    /** Waits until the process is asked to stop or a part failed. A failure is thrown. */
    void awaitStop() throws InterruptedException;

    /** Waits as {@link #awaitStop()} does, at most this long; tells whether to stop. */
    boolean awaitStop(Duration wait) throws InterruptedException;

    /** Whether the process was asked to stop. */
    boolean stopping();

    /** Asks the process to stop, cleanly. */
    void stop();

    /** A part cannot go on: stops the process, whose exit code tells. The first failure is the one that is reported. */
    void fail(Throwable failure);
}

package trifecta.service;

import java.time.Duration;

/**
 * A component that runs as a process of its own, found by {@link java.util.ServiceLoader}: name the class in
 * {@code META-INF/services/trifecta.service.Application}.
 *
 * @param <C> the component's configuration, one record, read whole before anything is started
 */
public interface Application<C> {
    /** The word that starts it, {@code gatherer} for example; also the first part of its configuration keys. */
    String name();

    /** What it does, one short sentence for the help. */
    String summary();

    /**
     * Reads every key of the component, each documented where it is read. Has no side effects and never throws for bad values:
     * {@code config} collects the problems of all keys and the launcher reports them together. It is also called with nothing
     * configured, to list the keys.
     */
    C configure(Config config);

    /**
     * Builds, runs until {@link ServiceContext#awaitStop}, and returns the exit code: 0 for a clean end. What was given to
     * {@link ServiceContext#own} is closed by the launcher afterwards, in reverse order.
     *
     * @throws OperatingException when the surroundings do not allow it to run; the launcher prints one sentence
     */
    int run(C configuration, ServiceContext context) throws Exception;

    /** Time for all its parts to close: enough to flush a batch to a slow database, short enough for an orderly shutdown. */
    default Duration stopDeadline() {
        return Duration.ofSeconds(15);
    }
}

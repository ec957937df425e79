package trifecta.service;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trifecta.service.status.StatusServer;

/** One run of an {@link Application}: in the foreground of its own process, or in the background of a test. */
public final class ServiceRun implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ServiceRun.class);

    /** What the end of the process takes beside the closing of the parts. */
    private static final Duration END_MARGIN = Duration.ofSeconds(2);

    private static final Duration STATUS_POLL = Duration.ofMillis(5);

    private final Running running = new Running();
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();

    private final Duration stopDeadline;

    private ServiceRun(Duration stopDeadline) {
        this.stopDeadline = stopDeadline;
    }

    /** Starts in the background with these values as its whole configuration. */
    public static <C> ServiceRun start(Application<C> application, Map<String, String> values) {
        Config config = Config.of(values);
        C configuration = application.configure(config);
        config.check(Set.of());
        ServiceRun run = new ServiceRun(application.stopDeadline());
        Thread.ofPlatform().daemon().name(application.name()).start(() -> {
            try {
                run.exit.complete(run.whole(application, configuration));
            } catch (Throwable e) {
                run.exit.completeExceptionally(e);
            }
        });
        return run;
    }

    /**
     * Runs on this thread until it ends by itself or the process is asked to end (SIGTERM, Ctrl-C), which then waits for
     * the clean end and exits with the returned code.
     */
    static <C> int foreground(Application<C> application, C configuration) throws Exception {
        ServiceRun run = new ServiceRun(application.stopDeadline());
        CountDownLatch done = new CountDownLatch(1);
        AtomicInteger code = new AtomicInteger(ExitCode.DEFECT);
        Thread hook = new Thread(() -> run.endWithProcess(done, code), "shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            log.error("thread {} failed", thread.getName(), failure);
            run.running.fail(failure);
        });
        try {
            code.set(run.whole(application, configuration));
            return code.get();
        } catch (OperatingException e) {
            code.set(ExitCode.OPERATING);
            throw e;
        } finally {
            done.countDown();
        }
    }

    /** Asks it to stop and waits for its exit code. */
    public int stop() throws InterruptedException {
        running.stop();
        return await();
    }

    /** Waits for its end, bounded by the stop deadline once it was asked to stop. */
    public int await() throws InterruptedException {
        try {
            return running.stopping()
                    ? exit.get(stopDeadline.plus(END_MARGIN).toMillis(), TimeUnit.MILLISECONDS)
                    : exit.get();
        } catch (TimeoutException e) {
            throw new IllegalStateException("did not stop in time", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Whether it is still running. */
    public boolean alive() {
        return !exit.isDone();
    }

    /** Where its status is served; waits until it is. */
    public URI statusAddress() throws InterruptedException {
        while (true) {
            StatusServer status = running.status();
            if (status != null) {
                return status.address();
            }
            if (exit.isDone()) {
                throw new IllegalStateException("ended with " + await() + " before it served a status");
            }
            Thread.sleep(STATUS_POLL);
        }
    }

    @Override
    public void close() {
        try {
            stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private <C> int whole(Application<C> application, C configuration) throws Exception {
        try {
            int code = application.run(configuration, running);
            running.throwFailure();
            return code;
        } finally {
            running.stop();
            running.close(stopDeadline);
        }
    }

    private void endWithProcess(CountDownLatch done, AtomicInteger code) {
        if (done.getCount() == 0) {
            return; // the process ends because the run did
        }
        running.stop();
        try {
            if (done.await(stopDeadline.plus(END_MARGIN).toMillis(), TimeUnit.MILLISECONDS)) {
                Runtime.getRuntime().halt(code.get());
            }
            log.error("did not stop within {}", stopDeadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(ExitCode.DEFECT);
    }
}

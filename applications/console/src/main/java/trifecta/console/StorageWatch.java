package trifecta.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures the data folder now and then, apart from the beat: a walk over many files may take a while. */
final class StorageWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StorageWatch.class);

    /** Sizes grow slowly; the rest after a walk keeps its cost below a few per cent. */
    static final Duration REST = Duration.ofSeconds(20);

    private final Measurement measurement;
    private final AtomicReference<Storage> measured;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("storage").factory());
    private boolean failing;

    /** Something that measures, {@link StorageMeter#measure}. */
    @FunctionalInterface
    interface Measurement {
        Storage measure() throws IOException;
    }

    private StorageWatch(Measurement measurement, AtomicReference<Storage> measured) {
        this.measurement = measurement;
        this.measured = measured;
    }

    /**
     * Measures at once and from then on.
     *
     * @param rest between the end of one measurement and the next
     */
    static StorageWatch start(Measurement measurement, Duration rest, AtomicReference<Storage> measured) {
        StorageWatch watch = new StorageWatch(measurement, measured);
        var _ = watch.thread.scheduleWithFixedDelay(watch::measure, 0, rest.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void measure() {
        try {
            measured.set(measurement.measure());
            failing = false;
        } catch (IOException | UncheckedIOException e) { // a stream of files throws the latter
            measured.set(Storage.UNKNOWN); // an old figure would look like a present one
            if (!failing) {
                log.warn("measure the data folder: {}", e.toString());
            }
            failing = true;
        }
    }
}

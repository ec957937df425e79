package trifecta.console;

import java.io.IOException;
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
    private static final long REST_SECONDS = 20;

    private final StorageMeter meter;
    private final AtomicReference<Storage> measured;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("storage").factory());
    private boolean failing;

    private StorageWatch(StorageMeter meter, AtomicReference<Storage> measured) {
        this.meter = meter;
        this.measured = measured;
    }

    static StorageWatch start(StorageMeter meter, AtomicReference<Storage> measured) {
        StorageWatch watch = new StorageWatch(meter, measured);
        var _ = watch.thread.scheduleWithFixedDelay(watch::measure, 0, REST_SECONDS, TimeUnit.SECONDS);
        return watch;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void measure() {
        try {
            measured.set(meter.measure());
            failing = false;
        } catch (IOException e) {
            measured.set(Storage.UNKNOWN); // an old figure would look like a present one
            if (!failing) {
                log.warn("measure the data folder: {}", e.toString());
            }
            failing = true;
        }
    }
}

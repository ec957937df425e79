package trifecta.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class StorageWatchTest {
    private static final Storage MEASURED = new Storage(Optional.of(Instant.EPOCH), List.of(), 1, 2);

    @Test
    void aFolderThatCouldNotBeListedIsMeasuredAgain() throws Exception {
        AtomicInteger times = new AtomicInteger();
        AtomicReference<Storage> measured = new AtomicReference<>(Storage.UNKNOWN);
        CountDownLatch fourth = new CountDownLatch(4);
        StorageWatch.Measurement measurement = () -> {
            fourth.countDown();
            return switch (times.incrementAndGet()) {
                case 1 -> throw new UncheckedIOException(new IOException("stale handle"));
                case 2 -> throw new IOException("gone");
                default -> MEASURED;
            };
        };
        try (StorageWatch watch = StorageWatch.start(measurement, Duration.ofMillis(1), measured)) {
            assertThat(watch).isNotNull();
            assertThat(fourth.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(measured.get()).isEqualTo(MEASURED);
        }
    }
}

package trifecta.console;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** The console's one beat a second: ask, settle, publish. Its thread alone owns the overview. */
final class Pulse implements AutoCloseable {
    private static final long PERIOD_MILLIS = 1000;

    /** After a pause of the machine the missed beats come at once; they say nothing and are left out. */
    private static final Duration BEAT_MIN = Duration.ofMillis(PERIOD_MILLIS / 2);

    private final InstantSource clock;
    private final Questions questions;
    private final Overview overview;
    private final LiveHub hub;
    private final AtomicReference<Storage> measured;
    private final Consumer<Throwable> failure;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("pulse").factory());
    private Instant last = Instant.EPOCH;
    private long tick;

    private Pulse(
            InstantSource clock,
            Questions questions,
            Overview overview,
            LiveHub hub,
            AtomicReference<Storage> measured,
            Consumer<Throwable> failure) {
        this.clock = clock;
        this.questions = questions;
        this.overview = overview;
        this.hub = hub;
        this.measured = measured;
        this.failure = failure;
    }

    /**
     * Begins to beat.
     *
     * @param measured where the newest storage figures stand
     * @param failure told when a beat failed; there is none after it
     */
    static Pulse start(
            InstantSource clock,
            Questions questions,
            Overview overview,
            LiveHub hub,
            AtomicReference<Storage> measured,
            Consumer<Throwable> failure) {
        Pulse pulse = new Pulse(clock, questions, overview, hub, measured, failure);
        var _ = pulse.thread.scheduleAtFixedRate(pulse::beat, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        return pulse;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void beat() {
        try {
            Instant now = clock.instant();
            Duration since = Duration.between(last, now);
            if (!since.isNegative() && since.compareTo(BEAT_MIN) < 0) {
                return;
            }
            last = now;
            questions.round(now);
            overview.storage(measured.get());
            overview.tick(now);
            tick++;
            hub.publish(OverviewJson.whole(overview, now, tick), OverviewJson.second(overview, now, tick));
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure.accept(e);
            throw e;
        }
    }
}

package trifecta.service;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** The one place where the clocks of the machine are read; everything else takes a clock as an argument. */
public final class Clocks {
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int NANOS_PER_MICRO = 1_000;

    private Clocks() {}

    /** The wall clock. */
    public static InstantSource wall() {
        return InstantSource.system();
    }

    /** Monotonic nanoseconds; only differences mean something. */
    public static LongSupplier ticks() {
        return System::nanoTime;
    }

    /** An instant as microseconds since the epoch, the unit of every stored time. */
    public static long micros(Instant instant) {
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), MICROS_PER_SECOND), instant.getNano() / NANOS_PER_MICRO);
    }
}

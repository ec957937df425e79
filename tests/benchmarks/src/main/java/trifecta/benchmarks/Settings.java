package trifecta.benchmarks;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * How the parts are to measure.
 *
 * @param quick shorter, to see that everything works
 * @param cache folder of unpacked software
 * @param log where they tell what they are doing
 * @param ticks monotonic nanoseconds
 */
public record Settings(boolean quick, Path cache, PrintWriter log, InstantSource clock, LongSupplier ticks) {
    /** Tells what happens now. */
    public void say(String sentence) {
        log.println("  " + sentence);
        log.flush();
    }
}

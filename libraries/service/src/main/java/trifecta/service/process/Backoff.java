package trifecta.service.process;

import java.time.Duration;

/**
 * How long to wait before the next try: twice as long each time, up to a bound; from the start again after a good while.
 *
 * @param first before the first try
 * @param most never longer
 * @param goodWhile a life of this length forgets earlier failures
 */
public record Backoff(Duration first, Duration most, Duration goodWhile) {
    /** The first restart at once in human terms; a child that cannot start costs little; half a minute proves it well. */
    public static final Backoff CHILDREN =
            new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10), Duration.ofSeconds(30));

    /** Doublings beyond this no longer fit a duration. */
    private static final int DOUBLINGS_MAX = 20;

    /** The wait after so many failures in a row, from 1. */
    public Duration after(int failures) {
        Duration wait = first.multipliedBy(1L << Math.min(DOUBLINGS_MAX, Math.max(0, failures - 1)));
        return wait.compareTo(most) < 0 ? wait : most;
    }
}

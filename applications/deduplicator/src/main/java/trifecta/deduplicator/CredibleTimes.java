package trifecta.deduplicator;

import java.time.Duration;

/**
 * Which times of a line's messages go with the line's own clock, as those before them did. A message may be late; one that says that it
 * happened well after the line got it, by the line's clock and by the quickest ones before it, is wrong. A change is believed when so many messages
 * show it that no slip of the exchange does: then a clock was set. Where recorded messages are replayed, the clock says nothing, and
 * all are believed. Of one line; single-threaded; times are microseconds.
 */
final class CredibleTimes {
    /** Clocks drift and messages differ in speed by less. */
    static final long AHEAD_MICROS = 2_000_000;

    /** A message may be on its way for so long. */
    static final long LATE_MICROS = 60_000_000;

    /** So many messages in a row that no broken stamps of one moment are believed. */
    static final int CONFIRMATIONS = 20;

    /** Clocks are never so wrong; what was recorded is older. */
    private static final long RECORDED_MICROS = Duration.ofDays(1).toMillis() * 1_000;

    /** The quickest messages are forgotten over some thousands of others, for clocks drift. */
    private static final int FORGETTING = 1_024;

    /** So many believed ones and the doubtful ones before them are forgotten: broken stamps are rare, those of a quicker way are not. */
    private static final int BELIEVED_MOST = 1_000;

    private boolean begun;
    private int believed;
    /** From its happening until the line got it, of the quickest messages; of any where recorded ones are replayed; at first, as if none. */
    private long lagMicros;

    private long doubtfulLagMicros;
    private int doubtful;

    /**
     * Whether a message's time is believed.
     *
     * @param micros what it says
     * @param receivedMicros when the line got it, by its own clock
     */
    boolean believes(long micros, long receivedMicros) {
        long lag = receivedMicros - micros;
        if (goesWith(lag, lagMicros) || (!begun && Math.abs(lag) > RECORDED_MICROS)) {
            lagMicros = !begun || lag < lagMicros ? lag : lagMicros + (lag - lagMicros) / FORGETTING;
            begun = true;
            if (++believed > BELIEVED_MOST) {
                believed = 0;
                doubtful = 0;
            }
            return true;
        }
        boolean goesOn = doubtful > 0 && goesWith(lag, doubtfulLagMicros);
        doubtful = goesOn ? doubtful + 1 : 1;
        doubtfulLagMicros = goesOn ? Math.min(lag, doubtfulLagMicros) : lag;
        if (doubtful < CONFIRMATIONS) {
            return false;
        }
        lagMicros = doubtfulLagMicros;
        begun = true;
        doubtful = 0;
        return true;
    }

    private static boolean goesWith(long lag, long usual) {
        boolean bothRecorded = Math.abs(lag) > RECORDED_MICROS && Math.abs(usual) > RECORDED_MICROS;
        return bothRecorded || (lag >= Math.min(usual, 0) - AHEAD_MICROS && lag <= usual + LATE_MICROS);
    }
}

package trifecta.deduplicator;

import trifecta.market.Times;

/**
 * Which times of a line's messages its ledger believes: those that are as far from the line's own clock as the ones before them were.
 * How far that is does not matter, for recorded times are replayed and clocks are wrong; that it changes at once does. A change is
 * believed when so many messages in a row show it that no slip of the exchange does. What is not believed proves nothing, and takes
 * nothing back. Of one line; single-threaded; times are microseconds.
 */
final class CredibleTimes {
    /** A message may be on its way for so long, and a clock be set by as much. */
    static final long APART_MICROS = 60_000_000;

    /** So many messages in a row that no broken stamps of one moment are believed. */
    static final int CONFIRMATIONS = 20;

    private long lagMicros;
    private long doubtfulLagMicros;
    private int doubtful;

    /**
     * The time of a message as far as it is believed.
     *
     * @param micros what it says, {@link Times#ABSENT} when it says nothing
     * @param receivedMicros when the line got it, by its own clock
     * @return that time, or {@link Times#ABSENT}
     */
    long of(long micros, long receivedMicros) {
        if (micros == Times.ABSENT) {
            return micros;
        }
        long lag = receivedMicros - micros;
        if (Math.abs(lag - lagMicros) > APART_MICROS) {
            boolean goesOn = doubtful > 0 && Math.abs(lag - doubtfulLagMicros) <= APART_MICROS;
            doubtful = goesOn ? doubtful + 1 : 1;
            doubtfulLagMicros = lag;
            if (doubtful < CONFIRMATIONS) {
                return Times.ABSENT;
            }
        }
        doubtful = 0;
        lagMicros = lag;
        return micros;
    }
}

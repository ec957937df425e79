package trifecta.market.arbitration;

import trifecta.market.Times;

/**
 * Which entry of which line a row was written from. The arbiter only carries it.
 *
 * @param line the line's number as its owner counts
 * @param boot the gatherer's boot
 * @param n place within the boot
 * @param receivedAtMicros the gatherer's clock; orders nothing
 * @param stampMicros the exchange's time as that line got it, also where it cannot be compared with other lines' times; lost over
 *     a restart for rows that are pending then
 */
public record Origin(int line, int boot, long n, long receivedAtMicros, long stampMicros) {
    /** From a line that gives no time of its own. */
    public Origin(int line, int boot, long n, long receivedAtMicros) {
        this(line, boot, n, receivedAtMicros, Times.ABSENT);
    }
}

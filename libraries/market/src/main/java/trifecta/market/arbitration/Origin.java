package trifecta.market.arbitration;

/**
 * Which entry of which line a row was written from. The arbiter only carries it.
 *
 * @param line the line's number as its owner counts
 * @param boot the gatherer's boot
 * @param n place within the boot
 * @param receivedAtMicros the gatherer's clock; orders nothing
 */
public record Origin(int line, int boot, long n, long receivedAtMicros) {}

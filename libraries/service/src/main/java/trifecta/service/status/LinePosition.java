package trifecta.service.status;

/**
 * How far something is on a line. Positions order by boot first: an earlier life's numbers say nothing.
 *
 * @param boot start of the gatherer, rising
 * @param n place within the boot, from 1; 0: none yet
 */
public record LinePosition(int boot, long n) implements Comparable<LinePosition> {
    @Override
    public int compareTo(LinePosition other) {
        return boot != other.boot ? Integer.compare(boot, other.boot) : Long.compare(n, other.n);
    }
}

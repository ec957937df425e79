package trifecta.market;

import java.util.Comparator;

/**
 * A place in a line's stream. {@code boot} rises with each start of the gatherer; {@code n} is dense within a boot and begins
 * with 1. {@link #START} stands before everything.
 */
public record Position(int boot, long n) implements Comparable<Position> {
    public static final Position START = new Position(0, 0);

    private static final Comparator<Position> ORDER =
            Comparator.comparingInt(Position::boot).thenComparingLong(Position::n);

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return boot + ":" + n;
    }
}

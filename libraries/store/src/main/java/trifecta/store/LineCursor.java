package trifecta.store;

import trifecta.market.Position;

/**
 * How far a line was taken, with what shows whether it is still the same line.
 *
 * @param incarnation the database it was read from
 * @param position the last row taken
 * @param anchor hash of that row's columns; 0 at {@link Position#START}
 */
public record LineCursor(Incarnation incarnation, Position position, long anchor) {
    /** Before everything, of any incarnation. */
    public static final LineCursor START = new LineCursor(Incarnation.NONE, Position.START, 0);

    @Override
    public String toString() {
        return position + "#" + Long.toHexString(anchor);
    }
}

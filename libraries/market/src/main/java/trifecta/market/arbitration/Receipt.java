package trifecta.market.arbitration;

/** What the times of receipt tell of two rows of different lines. */
final class Receipt {
    /** A line that stalls may receive a row so much later than another one does. */
    static final long STALL_MICROS = 5_000_000;
    /** Two lines that do not stall receive a row within this time. */
    private static final long SAME_MICROS = 100_000;

    private Receipt() {}

    /** How much later the first row was received than the other; negative when it was earlier. */
    static long apart(Row row, Row other) {
        return row.origin().receivedAtMicros() - other.origin().receivedAtMicros();
    }

    /** How far apart both were received. */
    static long distance(Row row, Row other) {
        return Math.abs(apart(row, other));
    }

    /** Whether two lines may have received one row at these times, even when one of them stalled. */
    static boolean isOneRow(Row row, Row other) {
        return distance(row, other) <= STALL_MICROS;
    }

    /** Whether two lines that did not stall may have received one row at these times. */
    static boolean isOneMoment(Row row, Row other) {
        return distance(row, other) <= SAME_MICROS;
    }

    /** A line brings each event once: a row that it wrote itself is no other one of its rows, only the same one when it is read anew. */
    static boolean mayBeSame(Row row, Row other) {
        return row.origin().line() != other.origin().line() || apart(row, other) == 0;
    }
}

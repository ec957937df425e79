package trifecta.market.arbitration;

import trifecta.market.BookChange;

/**
 * One event of a line as it arrives.
 *
 * @param arrival orders the lines' events
 * @param truth index of the true change; its place within the line is taken for n
 */
record Seen(double arrival, int line, Kind kind, BookChange change, boolean agrees, int truth) {
    enum Kind {
        START,
        DELTA,
        REPLACE,
        SNAPSHOT,
        END
    }

    private static final BookChange NOTHING = Row.replacement(0, 0);

    static Seen start(double arrival, int line, long baseHash) {
        return new Seen(arrival, line, Kind.START, Row.replacement(0, baseHash), false, -1);
    }

    static Seen snapshot(double arrival, int line, boolean agrees) {
        return new Seen(arrival, line, Kind.SNAPSHOT, NOTHING, agrees, -1);
    }

    static Seen end(double arrival, int line) {
        return new Seen(arrival, line, Kind.END, NOTHING, false, -1);
    }

    /** The same event with its time as the line's clock corrects it. */
    Seen corrected(LineClocks clocks) {
        return truth < 0 ? this : new Seen(arrival, line, kind, clocks.correct(line, change), agrees, truth);
    }

    /** Its {@code n} is the index of the true change, so that a row tells which one it was. */
    void give(Arbiter arbiter) {
        Origin origin = new Origin(line, 1, truth, (long) (arrival * 1000));
        switch (kind) {
            case START -> arbiter.start(line, change.bookHash());
            case DELTA -> arbiter.delta(line, change, origin);
            case REPLACE -> arbiter.replace(line, change.exchangeMicros(), change.bookHash(), origin);
            case SNAPSHOT -> arbiter.snapshot(line, agrees);
            case END -> arbiter.end(line);
        }
    }
}

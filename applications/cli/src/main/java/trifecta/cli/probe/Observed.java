package trifecta.cli.probe;

import trifecta.market.BookChange;
import trifecta.market.Times;

/**
 * A delta as one connection delivered it, folded upon that connection's own snapshot.
 *
 * @param receivedAtMicros when this machine read it
 */
record Observed(long receivedAtMicros, BookChange change) {
    /** Whether both are the same event with the same book after it; times are not looked at. */
    boolean isSameAs(Observed other) {
        return change.bookHash() == other.change.bookHash() && changesAlike(other);
    }

    /** Whether both make the same change, whatever the book and the times are. */
    boolean changesAlike(Observed other) {
        BookChange mine = change;
        BookChange its = other.change;
        return mine.side() == its.side()
                && mine.priceMicros() == its.priceMicros()
                && mine.deltaHundredths() == its.deltaHundredths();
    }

    /** Whether both have the exchange's time, to the millisecond the same. */
    boolean isOfTheTimeOf(Observed other) {
        return change.exchangeMicros() != Times.ABSENT
                && Times.millis(change.exchangeMicros()) == Times.millis(other.change.exchangeMicros());
    }
}

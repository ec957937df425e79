package trifecta.cli.probe;

import trifecta.market.BookChange;

/**
 * A delta as one connection delivered it, folded upon that connection's own snapshot.
 *
 * @param receivedAtMicros when this machine read it
 */
record Observed(long receivedAtMicros, BookChange change) {
    /** Whether both are the same event with the same book after it; times are not looked at. */
    boolean isSameAs(Observed other) {
        BookChange mine = change;
        BookChange its = other.change;
        return mine.bookHash() == its.bookHash()
                && mine.side() == its.side()
                && mine.priceMicros() == its.priceMicros()
                && mine.deltaHundredths() == its.deltaHundredths();
    }
}

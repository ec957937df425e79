package trifecta.store.history;

import trifecta.market.Book;
import trifecta.market.Side;
import trifecta.market.Times;

/**
 * A row of a market's path.
 *
 * @param exchangeMicros {@link Times#ABSENT} where it has none
 * @param replaced whether the exchange replaced the whole book: then side, price and delta say nothing
 * @param hash of the book after it
 */
record PathRow(
        long seq,
        long exchangeMicros,
        long receivedMicros,
        boolean replaced,
        Side side,
        int priceMicros,
        long deltaHundredths,
        long hash) {
    /** The exchange's time, or where that is absent the time of receipt. */
    long micros() {
        return exchangeMicros == Times.ABSENT ? receivedMicros : exchangeMicros;
    }

    boolean hasExchangeTime() {
        return exchangeMicros != Times.ABSENT;
    }

    /** Makes of the book after it the book before it; not for a replaced one. */
    void undo(Book book) {
        book.add(side, priceMicros, -deltaHundredths);
    }

    /** Makes of the book before it the book after it; not for a replaced one. */
    void apply(Book book) {
        book.add(side, priceMicros, deltaHundredths);
    }
}

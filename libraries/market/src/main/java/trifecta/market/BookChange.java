package trifecta.market;

/**
 * A change of a book and what it does to it.
 *
 * @param exchangeMicros the exchange's time, whole milliseconds where it gave no more, {@link Times#ABSENT} where none
 * @param deltaHundredths signed
 * @param sizeAfter the level's size after it, in hundredths
 * @param bookHash hash of the whole book after it
 */
public record BookChange(
        long exchangeMicros, Side side, int priceMicros, long deltaHundredths, long sizeAfter, long bookHash) {

    /** The same change at another time of the exchange; this object where it is the same time. */
    public BookChange at(long micros) {
        return micros == exchangeMicros
                ? this
                : new BookChange(micros, side, priceMicros, deltaHundredths, sizeAfter, bookHash);
    }

    /** Hash of the whole book before this change. */
    public long hashBefore() {
        return BookHash.before(bookHash, side, priceMicros, deltaHundredths, sizeAfter);
    }
}

package trifecta.market;

/**
 * One price level of a book.
 *
 * @param priceMicros price in micro-dollars, 0 to 1,000,000
 * @param sizeHundredths resting contracts in hundredths, positive
 */
public record Level(Side side, int priceMicros, long sizeHundredths) {}

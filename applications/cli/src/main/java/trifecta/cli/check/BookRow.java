package trifecta.cli.check;

/**
 * A row of production's order books: a delta or a replaced book.
 *
 * @param exchangeMicros {@link trifecta.market.Times#ABSENT} where null
 * @param sizeAfter 0 for a replaced book
 */
record BookRow(long seq, Change change, long exchangeMicros, long sizeAfter, long bookHash) {}

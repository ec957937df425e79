package trifecta.cli.check;

/**
 * A summary as the exchange sent it.
 *
 * @param content time in milliseconds and all fields, as one text
 */
record TickerItem(long index, long wallMicros, String content, Delivery delivery) {}

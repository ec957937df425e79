package trifecta.cli.check;

/**
 * A lifecycle message as the exchange sent it.
 *
 * @param content type, event type and all fields, in one canonical text
 */
record LifecycleItem(long index, long wallMicros, String subject, String content, Delivery delivery) {}

package trifecta.cli.check;

/**
 * A row of production's lifecycle events.
 *
 * @param content as {@link LifecycleItem#content}
 */
record LifecycleRow(long seq, String content) {}

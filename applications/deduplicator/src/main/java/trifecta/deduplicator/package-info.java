/**
 * The deduplicator: takes the lines' streams, merges them into one history and writes that to production, each batch in one
 * transaction with the cursors it moves. Knows stores and the arbiter; knows no wire format.
 */
@NullMarked
package trifecta.deduplicator;

import org.jspecify.annotations.NullMarked;

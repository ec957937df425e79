/**
 * Order books of the past, from production: the book at any instant, proven by the hashes of the path's own rows, with what the
 * ledger says of that instant; and the checkpoints that make it quick. Knows production's tables and its public views; knows
 * nothing of lines, of the merge, or of who asks.
 */
@NullMarked
package trifecta.store.history;

import org.jspecify.annotations.NullMarked;

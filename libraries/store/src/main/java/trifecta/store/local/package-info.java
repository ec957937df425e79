/**
 * A gatherer's own database: the line's stream, appended by the gatherer, read by the deduplicator. Knows one line; knows
 * nothing of other lines or of production.
 */
@NullMarked
package trifecta.store.local;

import org.jspecify.annotations.NullMarked;

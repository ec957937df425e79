/**
 * What a gatherer makes of its journal: every entry becomes exactly one row of the line's stream, by sequence tracking and by
 * folding books. Pure and single-threaded: no I/O, no clock, no randomness; the same entries give the same rows.
 *
 * <p>Knows journal entries, messages and books; knows no socket, no store, no configuration.
 */
@NullMarked
package trifecta.feed;

import org.jspecify.annotations.NullMarked;

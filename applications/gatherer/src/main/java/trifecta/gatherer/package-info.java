/**
 * One line of the capture: connections to the exchange, the journal of everything received, and the line's events in its own
 * database. The socket never waits for the database: the journal stands between.
 */
@NullMarked
package trifecta.gatherer;

import org.jspecify.annotations.NullMarked;

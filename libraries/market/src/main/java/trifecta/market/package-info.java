/**
 * What a market's data is: sides, levels, books and their hashes, and the events of a line. Imports the JDK alone; knows no
 * wire format, no store, no clock.
 *
 * <p>Units everywhere: prices are integer micro-dollars, counts integer hundredths of a contract, times integer microseconds
 * since the Unix epoch, UTC. A value that does not fit exactly has no place here.
 */
@NullMarked
package trifecta.market;

import org.jspecify.annotations.NullMarked;

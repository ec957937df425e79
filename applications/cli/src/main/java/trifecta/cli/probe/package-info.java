/**
 * Asks an exchange with two connections at once whether both tell the same: the first thing to run with real credentials.
 */
@NullMarked
package trifecta.cli.probe;

import org.jspecify.annotations.NullMarked;

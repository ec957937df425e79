/**
 * The console's questions to production: markets, books, trades and coverage as JSON, by the same calls as the command line's. Reads
 * alone, by few connections, with an end to every statement; knows nothing of HTTP beyond paths, parameters and codes.
 */
@NullMarked
package trifecta.console.look;

import org.jspecify.annotations.NullMarked;

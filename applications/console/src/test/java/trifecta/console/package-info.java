/** The console's tests, and the fake processes that they feed it with. */
@NullMarked
package trifecta.console;

import org.jspecify.annotations.NullMarked;

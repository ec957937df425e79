/** The questions to production against a real one. */
@NullMarked
package trifecta.console.look;

import org.jspecify.annotations.NullMarked;

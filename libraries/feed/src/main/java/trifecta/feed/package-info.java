/** From journal entries to a line's rows: sequence tracking and folding. */
@NullMarked
package trifecta.feed;

import org.jspecify.annotations.NullMarked;

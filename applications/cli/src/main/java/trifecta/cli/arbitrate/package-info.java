/**
 * {@code trifecta arbitrate}: shows the arbiter from outside. Files of line events in, files of chain rows out. Knows the
 * files' form and nothing of the merge's rules.
 */
@NullMarked
package trifecta.cli.arbitrate;

import org.jspecify.annotations.NullMarked;

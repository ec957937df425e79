/** The verbs {@code backup} and {@code restore}: what a person types and reads. What they do is in {@code trifecta.cli.pitr}. */
@NullMarked
package trifecta.cli.backup;

import org.jspecify.annotations.NullMarked;

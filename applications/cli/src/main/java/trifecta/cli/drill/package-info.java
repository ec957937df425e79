/**
 * Rehearsals: a whole stack under faults, then the verdict of the checker. Each is one command that ends with its exit code.
 */
@NullMarked
package trifecta.cli.drill;

import org.jspecify.annotations.NullMarked;

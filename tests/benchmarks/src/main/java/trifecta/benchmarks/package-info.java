/** {@code trifecta bench}: the figures that were promised, measured in turns on this machine, in one table. */
@NullMarked
package trifecta.benchmarks;

import org.jspecify.annotations.NullMarked;

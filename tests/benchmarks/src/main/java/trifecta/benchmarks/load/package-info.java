/** A load of order-book frames, and an exchange that costs next to nothing beside the one who takes it. */
@NullMarked
package trifecta.benchmarks.load;

import org.jspecify.annotations.NullMarked;

/** The parts of the benchmark: each measures one promise with real processes and leaves nothing behind. */
@NullMarked
package trifecta.benchmarks.parts;

import org.jspecify.annotations.NullMarked;

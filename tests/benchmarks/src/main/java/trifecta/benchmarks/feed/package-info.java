/** How fast a gatherer makes rows of its journal. */
@NullMarked
package trifecta.benchmarks.feed;

import org.jspecify.annotations.NullMarked;

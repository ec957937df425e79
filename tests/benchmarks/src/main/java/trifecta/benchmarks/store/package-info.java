/** How fast the stores are with the durability settings of production; the figures of {@code docs/decisions/0004-appending.md}. */
@NullMarked
package trifecta.benchmarks.store;

import org.jspecify.annotations.NullMarked;

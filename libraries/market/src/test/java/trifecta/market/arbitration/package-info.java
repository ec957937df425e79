/** Conversations with the arbiter, and a seeded simulation of lines that break, lag, lose and permute. */
@NullMarked
package trifecta.market.arbitration;

import org.jspecify.annotations.NullMarked;

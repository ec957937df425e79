/** Tests of the deduplicator, with real PostgreSQL. */
@NullMarked
package trifecta.deduplicator;

import org.jspecify.annotations.NullMarked;

/** How both stores speak PostgreSQL: connections and what is demanded of a server, binary rows, failures in words. Internal. */
@NullMarked
package trifecta.store.postgres;

import org.jspecify.annotations.NullMarked;

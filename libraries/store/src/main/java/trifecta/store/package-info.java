/** PostgreSQL schemas, appenders, readers and cursors. */
@NullMarked
package trifecta.store;

import org.jspecify.annotations.NullMarked;

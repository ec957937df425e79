/**
 * What both kinds of store share in public: where a database is, how its failures are told, and how progress is written down.
 * Knows PostgreSQL; knows nothing of the wire protocol, of arbitration, or of who calls.
 */
@NullMarked
package trifecta.store;

import org.jspecify.annotations.NullMarked;

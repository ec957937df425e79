/**
 * The core under a seeded scheduler: sequence tracking, spans, the journal's recovery, arbitration, cursors, the ledger, retention and
 * take-over run together, over disks and databases that lose what was not made durable, answer late or not at all, and are put back.
 */
@NullMarked
package trifecta.simulation;

import org.jspecify.annotations.NullMarked;

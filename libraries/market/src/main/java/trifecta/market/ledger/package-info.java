/**
 * What each line can prove it received: stretches of subscriptions, spans of markets on them, and up to which exchange time. Pure:
 * fed with a line's events in their order, asked for what has to be stored. Knows nothing of other lines, of databases or of the
 * local clock; what the lines prove together is put together by whoever reads the ledger.
 */
@NullMarked
package trifecta.market.ledger;

import org.jspecify.annotations.NullMarked;

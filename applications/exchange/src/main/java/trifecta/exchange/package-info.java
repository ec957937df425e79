/**
 * A server of the Kalshi market-data protocol, REST and WebSocket on one port, for whoever has no exchange at hand or wants one that
 * misbehaves on demand.
 *
 * <p>One thread, the sequencer, owns the truth: sources hand it events, it numbers them, applies them to the books, writes them to the
 * record and enqueues them to the subscriptions. The network threads only carry bytes. Knows the wire and the books; knows no gatherer, no
 * store. What it emitted and withheld is written down as {@code docs/exchange-record.md} says.
 */
@NullMarked
package trifecta.exchange;

import org.jspecify.annotations.NullMarked;

/**
 * The client side of the exchange's REST interface: market data by GET, in pages, within its rate limits. Knows HTTP and JSON;
 * knows no stores and no subscriptions.
 */
@NullMarked
package trifecta.protocol.rest;

import org.jspecify.annotations.NullMarked;

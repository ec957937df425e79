/**
 * The client side of the exchange's WebSocket: one connection, whole messages in the order received, and the reason of its end.
 * Knows sockets and frames; knows nothing of what the messages say.
 */
@NullMarked
package trifecta.protocol.websocket;

import org.jspecify.annotations.NullMarked;

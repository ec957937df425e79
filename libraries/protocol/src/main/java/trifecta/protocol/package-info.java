/**
 * The exchange's market-data protocol: messages, commands, their codec, signing and clients. Knows the wire; knows no books, no
 * sequence rules, no stores.
 */
@NullMarked
package trifecta.protocol;

import org.jspecify.annotations.NullMarked;

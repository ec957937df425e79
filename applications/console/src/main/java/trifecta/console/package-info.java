/**
 * The console: asks every process for its status once a second, keeps the last five minutes in memory, derives what a person
 * wants to know, and serves it as one page. Reads statuses alone: it holds no key and no database connection, and nothing that it
 * serves changes anything.
 */
@NullMarked
package trifecta.console;

import org.jspecify.annotations.NullMarked;

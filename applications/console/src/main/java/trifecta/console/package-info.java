/**
 * The console: asks every process for its status once a second, keeps the last five minutes in memory, derives what a person
 * wants to know, and serves it as one page; the questions to production are those of {@code look}. It holds no key, reads alone, and
 * nothing that it serves changes anything, except that {@code breaking} breaks what {@code up} runs on this machine.
 */
@NullMarked
package trifecta.console;

import org.jspecify.annotations.NullMarked;

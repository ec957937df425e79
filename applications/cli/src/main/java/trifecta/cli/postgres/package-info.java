/** PostgreSQL servers of our own on this machine: unpacked, initialised, started durable, recognised after a crash. */
@NullMarked
package trifecta.cli.postgres;

import org.jspecify.annotations.NullMarked;

/**
 * Everything on one machine: database servers, exchange, gatherers, deduplicator and console as processes under one supervisor.
 * Knows the components by name and by configuration key alone.
 */
@NullMarked
package trifecta.cli.up;

import org.jspecify.annotations.NullMarked;

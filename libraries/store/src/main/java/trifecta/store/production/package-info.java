/**
 * The merged history: written by one deduplicator at a time, fenced by compare-and-set, read by everybody through the views of
 * the schema {@code public}. Knows rows, cursors and states as they are stored; decides nothing about merging.
 */
@NullMarked
package trifecta.store.production;

import org.jspecify.annotations.NullMarked;

/**
 * What decision record 0002 measured: JSON, WebSocket and HTTP, each chosen way beside its alternative. Plain programs: run their
 * main methods.
 */
@NullMarked
package trifecta.benchmarks.decode;

import org.jspecify.annotations.NullMarked;

/** What was measured, against what was wanted, and on which machine, as a table. */
@NullMarked
package trifecta.benchmarks.report;

import org.jspecify.annotations.NullMarked;

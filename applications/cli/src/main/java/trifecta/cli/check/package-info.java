/**
 * {@code trifecta check}: production against the exchange's own record, as sequences. Knows the record's form
 * ({@code docs/exchange-record.md}) and production's public views; shares no code with the merge it judges.
 */
@NullMarked
package trifecta.cli.check;

import org.jspecify.annotations.NullMarked;

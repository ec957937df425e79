/**
 * Raw frames on disk: one append-only journal per line, the durable boundary between the socket and everything after it. Knows
 * bytes, positions and files; knows no messages, no markets, no database. The format is written down in {@code docs/journal.md},
 * the reasons and figures in {@code docs/decisions/0003-journal-format.md}.
 */
@NullMarked
package trifecta.journal;

import org.jspecify.annotations.NullMarked;

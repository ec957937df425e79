/**
 * Merging the lines of one market: a pure state machine, events of several lines in, one chain of rows out. It knows no clock,
 * no store and no socket, and imports the JDK and the words of a market alone. One owner per arbiter; nothing here is
 * thread-safe.
 *
 * <p>Reading order: {@link trifecta.market.arbitration.Arbiter} (inputs and outputs), {@code Chain} (the rows), {@code Standing}
 * (where a line stands), then a class a rule: {@code NextRow} (1), {@code PendingRows} with {@code Joining} and {@code Meeting}
 * (2), {@code Snapshots} (3, 4), {@code SpanEnd} (5), {@code Win} (6), {@code LineClocks} (7).
 *
 * <p>Words. <em>Run</em>: rows up to the next one that opens a run. <em>Place</em>: the row before which a line stands, since it
 * agrees to all before. <em>Pending</em>: a line's own rows that it and the chain have not agreed on yet. <em>Rival</em>: the
 * chain's rows from a pending line's place to the end of that run. <em>Forked</em>: both the line and its rival have shown a
 * later time than the first row in which they differ. <em>Followed</em>: a rival in or at the end of which another live line
 * stands that is not forked.
 */
@NullMarked
package trifecta.market.arbitration;

import org.jspecify.annotations.NullMarked;

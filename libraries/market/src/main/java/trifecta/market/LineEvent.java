package trifecta.market;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of a line's stream: what the gatherer made of the journal entry at that place. Every entry makes exactly one row, so
 * that {@code n} is dense in the store too and a missing number means "not committed yet".
 *
 * @param n place within the boot, from 1
 * @param receivedAtMicros the gatherer's clock when the frame was read; orders nothing
 * @param connection number of the connection within the boot; 0 for rows of the line itself
 * @param sid the exchange's subscription number on that connection; 0 for rows of the whole connection
 * @param breakBefore when set, every span of (connection, sid) ended just before this row
 */
public record LineEvent(
        long n,
        long receivedAtMicros,
        int connection,
        int sid,
        @Nullable BreakReason breakBefore,
        Body body) {

    /** What happened. */
    public sealed interface Body {}

    /** A change of one level inside a span, folded. */
    public record Delta(String market, BookChange change) implements Body {}

    /** A change of one level received while no span covered its market; see {@link Snapshot#prologue}. */
    public record HeldDelta(String market, long exchangeMicros, Side side, int priceMicros, long deltaHundredths)
            implements Body {}

    /**
     * A snapshot.
     *
     * @param hash hash of the content
     * @param baseHash the hash under the first row of the span that begins here, which is {@code hash} with the prologue undone;
     *     of use for STARTS and DISAGREES only
     * @param content all levels; null for AGREES
     * @param prologue the held deltas since the hole, folded backwards from this snapshot, oldest first
     */
    public record Snapshot(
            String market,
            SnapshotRole role,
            long exchangeMicros,
            long hash,
            long baseHash,
            @Nullable List<Level> content,
            List<Prologue> prologue)
            implements Body {}

    /** A held delta with what the fold says of it, and the place where it was received. */
    public record Prologue(long n, long receivedAtMicros, BookChange change) {}

    /** What a snapshot means for its line. */
    public enum SnapshotRole {
        /** Opens a span of its market. */
        STARTS,
        /** Agrees with the line's own fold. */
        AGREES,
        /**
         * Disagrees with the line's own fold where the one before it had not. It may show an old book, so another one is asked for; until it
         * comes the fold stays as it is and the span goes on.
         */
        DOUBTS,
        /** Disagrees with the line's own fold as the one before it did: the span ends and a new one opens here. */
        DISAGREES,
        /** The exchange replaced the book (cleared at the close): an event of the path; the span goes on. */
        REPLACES
    }

    public record TradeSeen(Trade trade) implements Body {}

    public record TickerSeen(Ticker ticker) implements Body {}

    public record LifecycleSeen(Lifecycle lifecycle) implements Body {}

    /** A subscription to a channel without snapshots was acknowledged: its span begins with the next message. */
    public record ChannelStarts(String channel) implements Body {}

    /** All spans of (connection, sid) end here; of the whole connection when sid is 0; of the line when both are 0. */
    public record Break(BreakReason reason) implements Body {}

    /** The spans of these markets on (connection, sid) end here. */
    public record SpansEnd(BreakReason reason, List<String> markets) implements Body {}

    /** A frame that stays in the journal only: unknown, undecodable or oversized, with the reason. */
    public record Kept(String reason) implements Body {}

    /** Proof of life: the gatherer writes one a second, whatever the exchange does. */
    public record Heartbeat() implements Body {}

    /**
     * Snapshots were asked for on the subscription of this row: what answers was made by the exchange later than this.
     *
     * @param markets those that were asked for
     */
    public record Asked(List<String> markets) implements Body {}

    /**
     * A book by REST, from about now: the answer may be some seconds old, and the line some behind it.
     *
     * @param hash of the whole book
     */
    public record BookTold(String market, long hash) implements Body {}

    /** An entry without consequences: another command sent, an acknowledgement, a repeat. */
    public record Nothing() implements Body {}
}

package trifecta.store.history;

import java.util.List;
import trifecta.market.Level;
import trifecta.market.Times;

/**
 * A whole book as it was, and where it comes from. Its hash is the one that production has for this place.
 *
 * @param seq the last row applied; {@link #NO_SEQ} when it is a snapshot on which no row was applied yet
 * @param exchangeMicros that row's exchange time; {@link Times#ABSENT} where it has none
 * @param receivedMicros when that row, or the snapshot, was received
 * @param hash of the book, see {@link trifecta.market.BookHash}
 * @param levels NO before YES, by rising price
 * @param completeSinceMicros time of the row or snapshot since which nothing is missing
 * @param verifiedMicros time of the last row since then after which an independent snapshot agreed; {@link Times#ABSENT}: none yet
 */
public record BookState(
        long seq,
        long exchangeMicros,
        long receivedMicros,
        long hash,
        List<Level> levels,
        long completeSinceMicros,
        long verifiedMicros) {
    public static final long NO_SEQ = -1;

    public BookState {
        levels = List.copyOf(levels);
    }

    /** When it came to be: the exchange's time, or where that is absent the time of receipt. */
    public long micros() {
        return exchangeMicros == Times.ABSENT ? receivedMicros : exchangeMicros;
    }
}

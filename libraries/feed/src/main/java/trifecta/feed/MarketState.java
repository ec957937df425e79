package trifecta.feed;

import java.util.List;
import org.jspecify.annotations.Nullable;
import trifecta.market.Book;
import trifecta.market.BookHash;
import trifecta.market.Level;
import trifecta.market.LineEvent.SnapshotRole;
import trifecta.market.Side;
import trifecta.protocol.Message;

/**
 * One market of the line: its folded book while a span covers it, else the deltas that are held for the next snapshot.
 *
 * <p>At most one subscription owns a market at a time; a snapshot on another one moves it there.
 */
final class MarketState {
    final String ticker;

    @Nullable Subscription owner;

    /** Where it stands in its owner's list. */
    int place;

    /** Null while nothing is held, as nearly always. */
    private @Nullable HeldDeltas held;

    private final SpanCount spans;
    private final Book book = new Book();
    private boolean inSpan;
    /** The last snapshot disagreed with the book. */
    private boolean inDoubt;

    MarketState(String ticker, SpanCount spans) {
        this.ticker = ticker;
        this.spans = spans;
    }

    boolean inSpan() {
        return inSpan;
    }

    long bookHash() {
        return book.hash();
    }

    /** The span ends, and with it everything that was held: there is a hole now. */
    void breakSpan() {
        if (inSpan) {
            spans.open--;
            book.replace(List.of());
        }
        inSpan = false;
        inDoubt = false;
        held = null;
    }

    /** Keeps a delta for the next snapshot. @return whether an older one had to go for it */
    boolean hold(long n, long receivedAtMicros, Message.Delta delta) {
        HeldDeltas kept = held;
        if (kept == null) {
            kept = held = new HeldDeltas();
        }
        return kept.add(
                n,
                receivedAtMicros,
                delta.exchangeMicros(),
                delta.side(),
                delta.priceMicros(),
                delta.deltaHundredths());
    }

    /** Folds what is held backwards from the book that it led to, and keeps it no longer; null when nothing is held. */
    HeldDeltas.@Nullable Undone undoHeld(List<Level> content) {
        HeldDeltas kept = held;
        held = null;
        return kept == null ? null : kept.undo(content);
    }

    /** Folds a change into the book of the span. @return the level's size after it; negative when the book was wrong */
    long fold(Side side, int priceMicros, long deltaHundredths) {
        return book.add(side, priceMicros, deltaHundredths);
    }

    /**
     * Takes a snapshot; the held deltas stay for the caller when it {@link SnapshotRole#STARTS} a span.
     *
     * <p>An empty one is what the exchange sends when a market closes, and nothing in it tells whether it answers a question that
     * is open: it counts as the close, on the books of all lines. The answer follows it and agrees. A fold that was wrong before it
     * shows beside the other lines.
     *
     * <p>Another one that disagrees is not believed before the next one does, too: a single one may be old.
     */
    SnapshotRole snapshot(List<Level> content) {
        if (inSpan && BookHash.of(content) == book.hash()) {
            inDoubt = false;
            return SnapshotRole.AGREES;
        }
        if (inSpan && !inDoubt && !content.isEmpty()) {
            inDoubt = true;
            return SnapshotRole.DOUBTS;
        }
        SnapshotRole role;
        if (!inSpan) {
            role = SnapshotRole.STARTS;
            spans.open++;
        } else if (content.isEmpty()) {
            role = SnapshotRole.REPLACES;
        } else {
            role = SnapshotRole.DISAGREES;
        }
        book.replace(content);
        inSpan = true;
        inDoubt = false;
        return role;
    }

    void save(CheckpointWriter out) {
        out.text(ticker);
        out.flag(inSpan);
        out.flag(inDoubt);
        List<Level> content = book.content();
        out.number(content.size());
        for (Level level : content) {
            out.number(((long) level.priceMicros() << 1) | level.side().bit());
            out.number(level.sizeHundredths());
        }
        if (held == null) {
            out.number(0);
        } else {
            held.save(out);
        }
    }

    static MarketState restore(CheckpointReader in, SpanCount spans) {
        MarketState market = new MarketState(in.text(), spans);
        market.inSpan = in.flag();
        market.inDoubt = in.hasDoubts() && in.flag();
        spans.open += market.inSpan ? 1 : 0;
        for (int left = in.count(); left > 0; left--) {
            int key = in.integer();
            market.book.add(Side.ofBit(key & 1), key >>> 1, in.number());
        }
        market.held = HeldDeltas.restore(in);
        return market;
    }
}

package trifecta.feed;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import trifecta.market.Book;
import trifecta.market.BookChange;
import trifecta.market.Level;
import trifecta.market.LineEvent.Prologue;
import trifecta.market.Side;

/**
 * The deltas of one market that came in order since the last hole, kept until a snapshot tells the book that they led to.
 * Bounded: beyond {@link #MOST} the oldest go, and the gap is that much longer than it had to be.
 */
final class HeldDeltas {
    /** At most this many a market: 2,800 were seen between a hole and the next snapshot of the busiest market. */
    static final int MOST = 5_000;

    private record Held(
            long n, long receivedAtMicros, long exchangeMicros, Side side, int priceMicros, long deltaHundredths) {}

    /** The held deltas folded backwards, oldest first, and the hash of the book before them. */
    record Undone(List<Prologue> prologue, long baseHash) {}

    private final ArrayDeque<Held> held = new ArrayDeque<>();

    /** @return whether an older one had to go for it */
    boolean add(long n, long receivedAtMicros, long exchangeMicros, Side side, int priceMicros, long deltaHundredths) {
        held.addLast(new Held(n, receivedAtMicros, exchangeMicros, side, priceMicros, deltaHundredths));
        if (held.size() <= MOST) {
            return false;
        }
        held.removeFirst();
        return true;
    }

    /**
     * Folds backwards from the book that they led to. Stops where a level would have been negative before: what lies further back
     * did not lead to this snapshot.
     */
    Undone undo(List<Level> content) {
        Book book = new Book();
        book.replace(content);
        List<Prologue> prologue = new ArrayList<>(held.size());
        for (Iterator<Held> newestFirst = held.descendingIterator(); newestFirst.hasNext(); ) {
            Held one = newestFirst.next();
            long after = book.size(one.side, one.priceMicros);
            if (after - one.deltaHundredths < 0) {
                break;
            }
            BookChange change = new BookChange(
                    one.exchangeMicros, one.side, one.priceMicros, one.deltaHundredths, after, book.hash());
            prologue.add(new Prologue(one.n, one.receivedAtMicros, change));
            book.add(one.side, one.priceMicros, -one.deltaHundredths);
        }
        Collections.reverse(prologue);
        return new Undone(prologue, book.hash());
    }

    void save(CheckpointWriter out) {
        out.number(held.size());
        for (Held one : held) {
            out.number(one.n);
            out.number(one.receivedAtMicros);
            out.number(one.exchangeMicros);
            out.number(one.side.bit());
            out.number(one.priceMicros);
            out.number(one.deltaHundredths);
        }
    }

    /** What {@link #save} wrote; null when that was nothing. */
    static @Nullable HeldDeltas restore(CheckpointReader in) {
        int count = in.count();
        if (count == 0) {
            return null;
        }
        HeldDeltas restored = new HeldDeltas();
        for (int left = count; left > 0; left--) {
            restored.held.addLast(new Held(
                    in.number(), in.number(), in.number(), Side.ofBit(in.integer()), in.integer(), in.number()));
        }
        return restored;
    }
}

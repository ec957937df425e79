package trifecta.exchange;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import trifecta.market.Book;
import trifecta.market.Level;

/**
 * In what the next messages of one subscription are to differ from the truth though nothing is withheld: their times, their order, the
 * age of a snapshot. Owned by the sequencer.
 */
final class Deviations {
    private int timesDue;
    private @Nullable Skew skew;
    private long skewMicros;
    private int swapsDue;
    private long swapWithinMicros;
    private @Nullable Overtaken overtaken;
    private int oldBooksDue;
    private long oldIndex;
    private final Map<Market, OldBook> oldBooks = new HashMap<>(0);

    /**
     * A message that was kept back so that the next one overtakes it.
     *
     * @param body its {@code msg} object
     */
    record Overtaken(Market market, long exchangeMicros, Body body) {}

    /**
     * A book as it once was.
     *
     * @param index of the last event before it
     */
    record OldBook(List<Level> levels, long hash, long index) {}

    /** The next messages tell another time. */
    void skewNext(int messages, Skew how, long offsetMicros) {
        timesDue += messages;
        skew = how;
        skewMicros = offsetMicros;
    }

    /** How the time of the next message is wrong; null: it is right. Counts it. */
    @Nullable Skew takeSkew() {
        if (timesDue == 0) {
            return null;
        }
        timesDue--;
        return skew;
    }

    long skewMicros() {
        return skewMicros;
    }

    /** So many times two changes of unlike markets change places, if they happened within so short a time. */
    void swapNext(int pairs, long withinMicros) {
        swapsDue += pairs;
        swapWithinMicros = withinMicros;
    }

    /** Whether the next change is to be kept back. */
    boolean wantsToSwap() {
        return swapsDue > 0 && overtaken == null;
    }

    void keepBack(Overtaken message) {
        overtaken = message;
    }

    /** The message that was kept back, which is from now on no longer; null: none was. */
    @Nullable Overtaken release() {
        Overtaken kept = overtaken;
        overtaken = null;
        return kept;
    }

    /** Whether a change may go before the one that was kept back; counts it when it may. */
    boolean mayOvertake(Overtaken kept, Event.Delta next) {
        boolean may = next.market() != kept.market()
                && Math.abs(next.exchangeMicros() - kept.exchangeMicros()) <= swapWithinMicros;
        swapsDue -= may ? 1 : 0;
        return may;
    }

    /**
     * So many of the next snapshots show a book as it is now, if it has changed since.
     *
     * @param heard markets whose changes are being sent
     */
    void ageNext(int snapshots, Iterable<Market> heard, long index) {
        oldBooksDue += snapshots;
        oldIndex = index;
        oldBooks.clear();
        for (Market market : heard) {
            if (!market.book().isEmpty()) { // an empty snapshot means something else
                Book copy = new Book();
                copy.replace(market.book().content());
                oldBooks.put(market, new OldBook(copy.content(), copy.hash(), oldIndex));
            }
        }
    }

    /** The book that a snapshot of this market is to show instead of the present one; null: the present one. Counts it. */
    @Nullable OldBook takeOldBook(Market market) {
        OldBook old = oldBooks.isEmpty() ? null : oldBooks.get(market);
        if (old == null || old.hash() == market.book().hash() || market.book().isEmpty()) {
            return null;
        }
        oldBooks.remove(market);
        if (--oldBooksDue == 0) {
            oldBooks.clear();
        }
        return old;
    }
}

package trifecta.store.history;

import java.util.List;
import trifecta.market.Book;
import trifecta.market.Level;

/**
 * A whole book that production keeps, of a snapshot or a checkpoint.
 *
 * @param seq the row after which it stands; for a snapshot without meaning
 * @param micros when: the exchange's time, or that of receipt
 * @param hash that the store says it has
 * @param baseHash for a snapshot, hash under the first row of its span; for others the same as {@code hash}
 */
record KnownBook(long seq, long micros, long hash, long baseHash, List<Level> levels) {
    /** The book, to be folded on. */
    Book book() {
        Book book = new Book();
        book.replace(levels);
        return book;
    }
}

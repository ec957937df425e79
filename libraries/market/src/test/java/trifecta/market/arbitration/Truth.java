package trifecta.market.arbitration;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import trifecta.market.Book;
import trifecta.market.BookChange;
import trifecta.market.Side;

/** What really happened on one market: a seeded path of book changes with bursts in one millisecond and repeats on a level. */
final class Truth {
    private static final long BEGIN = 1_786_000_000_000_000L;

    private final List<BookChange> changes = new ArrayList<>();
    private final boolean cleared;

    /** @param cleared the exchange empties the book at the close: the last change is a replacement */
    Truth(RandomGenerator random, int length, boolean cleared) {
        this.cleared = cleared;
        Book book = new Book();
        long micros = BEGIN + random.nextInt(1000);
        int price = 500_000;
        for (int i = 0; i < length; i++) {
            if (cleared && i == length - 1) {
                changes.add(new BookChange(micros + 5_000, Side.NO, 0, 0, 0, 0));
                break;
            }
            micros += gap(random);
            Side side = random.nextBoolean() ? Side.YES : Side.NO;
            price = random.nextInt(4) == 0 ? 500_000 + 10_000 * random.nextInt(-8, 9) : price;
            long size = book.size(side, price);
            long delta = size > 0 && random.nextInt(5) < 3
                    ? -(random.nextInt(3) == 0 ? size : 1 + random.nextLong(size))
                    : 100L * (1 + random.nextInt(5));
            long after = book.add(side, price, delta);
            changes.add(new BookChange(micros, side, price, delta, after, book.hash()));
        }
    }

    /** These changes from an empty book on. */
    Truth(List<BookChange> changes) {
        this.cleared = false;
        this.changes.addAll(changes);
    }

    private static long gap(RandomGenerator random) {
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> 0;
            case 3, 4 -> random.nextLong(300);
            case 5, 6, 7 -> random.nextLong(5_000);
            case 8 -> random.nextLong(60_000);
            default -> random.nextLong(500_000);
        };
    }

    int size() {
        return changes.size();
    }

    BookChange change(int index) {
        return changes.get(index);
    }

    boolean replacesBook(int index) {
        return cleared && index == changes.size() - 1;
    }

    long millis(int index) {
        return Math.floorDiv(change(index).exchangeMicros(), 1000);
    }

    long durationMillis() {
        return millis(size() - 1) - millis(0);
    }

    long beginMillis() {
        return millis(0);
    }

    /** The first index at this time or later. */
    int indexAt(long millis) {
        int index = 0;
        while (index < size() && millis(index) < millis) {
            index++;
        }
        return index;
    }

    /** The book before an index. */
    Book bookBefore(int index) {
        Book book = new Book();
        for (int i = 0; i < index; i++) {
            apply(book, i);
        }
        return book;
    }

    void apply(Book book, int index) {
        BookChange change = change(index);
        if (replacesBook(index)) {
            book.replace(List.of());
        } else {
            book.add(change.side(), change.priceMicros(), change.deltaHundredths());
        }
    }
}

package trifecta.market.arbitration;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import trifecta.market.Book;
import trifecta.market.BookChange;
import trifecta.market.Side;

/**
 * What really happened on a thin book: levels are taken away and put back at one microsecond, two or four changes at a time, so that
 * the same book and the same contents come again and again, within a millisecond and minutes later.
 */
final class StormTruth {
    private static final long BEGIN = 1_786_000_000_000_000L;
    private static final int LEVELS = 3;
    private static final long LOT = 100;

    private final RandomGenerator random;
    private final List<BookChange> changes = new ArrayList<>();
    private final Book book = new Book();
    private long micros;

    private StormTruth(RandomGenerator random) {
        this.random = random;
        this.micros = BEGIN + random.nextInt(1000);
    }

    static List<BookChange> changes(RandomGenerator random, int length) {
        StormTruth truth = new StormTruth(random);
        while (truth.changes.size() < length) {
            truth.next();
        }
        return truth.changes;
    }

    private void next() {
        micros += gap();
        switch (random.nextInt(8)) {
            case 0, 1 -> cycle(1);
            case 2, 3 -> cycle(2);
            case 4 -> {
                step();
                step();
            }
            default -> step();
        }
    }

    private void step() {
        Side side = side();
        int price = price();
        long size = book.size(side, price);
        boolean more = size == 0 || (size < 4 * LOT && random.nextBoolean());
        change(side, price, more ? LOT * (1 + random.nextInt(2)) : -Math.min(size, LOT * (1 + random.nextInt(3))));
    }

    /** Some levels are taken away and put back at once. */
    private void cycle(int levels) {
        for (int i = 0; i < levels; i++) {
            Side side = i == 0 ? Side.NO : Side.YES;
            int price = price();
            long size = book.size(side, price);
            if (size > 0) {
                change(side, price, -size);
                change(side, price, size);
            }
        }
    }

    private void change(Side side, int price, long delta) {
        long after = book.add(side, price, delta);
        changes.add(new BookChange(micros, side, price, delta, after, book.hash()));
    }

    private Side side() {
        return random.nextBoolean() ? Side.YES : Side.NO;
    }

    private int price() {
        return 500_000 + 10_000 * random.nextInt(LEVELS);
    }

    private long gap() {
        return switch (random.nextInt(10)) {
            case 0, 1 -> random.nextLong(300);
            case 2, 3, 4 -> random.nextLong(2_500);
            case 5, 6 -> random.nextLong(40_000);
            case 7, 8 -> random.nextLong(300_000);
            default -> random.nextLong(1_500_000);
        };
    }
}

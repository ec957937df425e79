package trifecta.cli.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import trifecta.market.Side;

/** The exchange's books, folded from its record; they outlive one file of it. */
final class RecordedBooks {
    private final Map<String, Levels> books = new HashMap<>();

    /**
     * The book is this one from now on.
     *
     * @param levels as the record writes them: {@code y400000:1000}
     * @return whether the market was known and its book another one: something is missing for everybody
     */
    boolean show(String market, List<String> levels) {
        boolean known = books.containsKey(market);
        Levels book = of(market);
        long hashBefore = book.hash();
        book.clear();
        for (String level : levels) {
            int colon = level.indexOf(':');
            int price = Integer.parseInt(level.substring(1, colon));
            book.set(side(level.substring(0, 1)), price, Long.parseLong(level.substring(colon + 1)));
        }
        return known && hashBefore != book.hash();
    }

    /**
     * @return the book's hash afterwards
     * @throws IllegalArgumentException when the size is not what the fold gives
     */
    long change(String market, Change change, long sizeAfter) {
        Levels book = of(market);
        if (book.size(change.side(), change.priceMicros()) + change.deltaHundredths() != sizeAfter) {
            throw new IllegalArgumentException("the record contradicts its own book");
        }
        book.set(change.side(), change.priceMicros(), sizeAfter);
        return book.hash();
    }

    /**
     * @return whether the book was empty already
     */
    boolean empty(String market) {
        Levels book = of(market);
        boolean wasEmpty = book.isEmpty();
        book.clear();
        return wasEmpty;
    }

    /**
     * @param letter {@code y} or {@code n}
     */
    static Side side(String letter) {
        return switch (letter) {
            case "y" -> Side.YES;
            case "n" -> Side.NO;
            default -> throw new IllegalArgumentException("no side: " + letter);
        };
    }

    private Levels of(String market) {
        return books.computeIfAbsent(market, any -> new Levels());
    }
}

package trifecta.deduplicator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import trifecta.market.Book;
import trifecta.market.BookChange;
import trifecta.market.Lifecycle;
import trifecta.market.Side;
import trifecta.market.Trade;

/** What really happened on an exchange: seeded changes of books, trades and events of life, with bursts and repeats. */
final class Happening {
    static final long BEGIN_MICROS = 1_786_000_000_000_000L;

    sealed interface Event {
        long micros();

        record Changed(String market, BookChange change) implements Event {
            @Override
            public long micros() {
                return change.exchangeMicros();
            }
        }

        /** The market closes, its book is emptied. */
        record Cleared(String market, long micros) implements Event {}

        record Traded(Trade trade) implements Event {
            @Override
            public long micros() {
                return trade.exchangeMicros();
            }
        }

        record Lived(Lifecycle lifecycle) implements Event {
            @Override
            public long micros() {
                return lifecycle.exchangeMicros();
            }
        }
    }

    final List<String> markets = new ArrayList<>();
    final List<Event> events = new ArrayList<>();

    private final Map<String, Book> books = new HashMap<>();
    private final RandomGenerator random;

    Happening(long seed, int markets, int events) {
        this(seed, markets, events, 1);
    }

    /** @param slowness how many times longer everything takes */
    Happening(long seed, int markets, int events, int slowness) {
        random = new SplittableRandom(seed);
        for (int i = 0; i < markets; i++) {
            this.markets.add("MARKET-" + i);
        }
        long micros = BEGIN_MICROS;
        while (this.events.size() < events) {
            micros += slowness * gap();
            switch (random.nextInt(20)) {
                case 0, 1 -> trade(micros);
                case 2 -> life(micros);
                default -> change(micros);
            }
        }
        for (String market : this.markets.subList(0, markets / 2)) {
            micros += gap();
            this.events.add(new Event.Cleared(market, micros));
        }
    }

    private long gap() {
        return switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> random.nextLong(300);
            case 2 -> random.nextLong(3_000);
            default -> random.nextLong(20_000);
        };
    }

    private String market() {
        return markets.get(random.nextInt(1 + random.nextInt(markets.size()))); // some are busier than others
    }

    private void change(long micros) {
        String market = market();
        Book book = books.computeIfAbsent(market, _ -> new Book());
        Side side = Side.ofBit(random.nextInt(2));
        int price = 10_000 * random.nextInt(40, 60);
        long size = book.size(side, price);
        long delta = size > 0 && random.nextInt(5) < 3 ? -random.nextLong(1, size + 1) : 100L * random.nextLong(1, 6);
        long after = book.add(side, price, delta);
        events.add(new Event.Changed(market, new BookChange(micros, side, price, delta, after, book.hash())));
    }

    private void trade(long micros) {
        int yes = 10_000 * random.nextInt(1, 100);
        events.add(new Event.Traded(new Trade(
                "00000000-0000-4000-8000-%012x".formatted(random.nextLong(1L << 48)),
                market(),
                micros / 1000 * 1000,
                yes,
                1_000_000 - yes,
                random.nextLong(1, 10_000),
                Side.ofBit(random.nextInt(2)),
                "bid",
                false)));
    }

    /** Stamped by the second, as the exchange does; some are told twice, word for word. */
    private void life(long micros) {
        Event event = new Event.Lived(new Lifecycle(
                "market_lifecycle_v2",
                market(),
                "close_date_updated",
                micros / 1_000_000 * 1_000_000,
                "{\"title\": \"Will \\\"it\\\" rain \\\\ " + events.size() + "\"}"));
        events.add(event);
        if (random.nextInt(5) == 0) {
            events.add(event);
        }
    }
}

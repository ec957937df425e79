package trifecta.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import trifecta.market.Book;
import trifecta.market.BookChange;
import trifecta.market.Level;
import trifecta.market.Lifecycle;
import trifecta.market.Side;
import trifecta.market.Times;
import trifecta.market.Trade;
import trifecta.protocol.FrameEncoder;
import trifecta.protocol.Message;

/** An exchange of which everything is known: what happened in each market, in order, at a time that no other event has. */
final class World {
    /** What happened to a book. */
    record Happened(BookChange change, boolean replaced) {}

    final List<String> markets = new ArrayList<>();
    final Map<String, List<Happened>> books = new HashMap<>();
    final List<Trade> trades = new ArrayList<>();
    final List<Lifecycle> lives = new ArrayList<>();

    private final Clock clock;
    private final RandomGenerator random;
    private final Map<String, Book> now = new HashMap<>();
    private final List<Socket> sockets = new ArrayList<>();
    private long lastMicros;

    World(int marketCount, Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
        for (int i = 0; i < marketCount; i++) {
            String market = "M" + i;
            markets.add(market);
            books.put(market, new ArrayList<>());
            now.put(market, new Book());
        }
    }

    /** A gatherer's new socket, from now until it is cut. */
    Socket connect(FrameEncoder.Stamps stamps) {
        Socket socket = new Socket(this, stamps);
        sockets.add(socket);
        return socket;
    }

    void forget(Socket socket) {
        sockets.remove(socket);
    }

    List<Level> book(String market) {
        return known(market).content();
    }

    private Book known(String market) {
        Book book = now.get(market);
        if (book == null) {
            throw new IllegalStateException("no such market: " + market);
        }
        return book;
    }

    private List<Happened> history(String market) {
        return books.getOrDefault(market, List.of());
    }

    /** Something happens: mostly a book changes. */
    void happen() {
        long micros = Math.max(lastMicros + 1, clock.micros());
        lastMicros = micros;
        String market = markets.get(random.nextInt(1 + random.nextInt(markets.size())));
        switch (random.nextInt(20)) {
            case 0, 1 -> trade(market, micros);
            case 2 -> life(market, micros);
            case 3 -> clear(market, micros);
            default -> change(market, micros);
        }
    }

    private void change(String market, long micros) {
        Book book = known(market);
        Side side = Side.ofBit(random.nextInt(2));
        int price = 10_000 * random.nextInt(45, 55);
        long size = book.size(side, price);
        long delta = size > 0 && random.nextInt(5) < 3 ? -size : 100L * random.nextLong(1, 4);
        long after = book.add(side, price, delta);
        history(market).add(new Happened(new BookChange(micros, side, price, delta, after, book.hash()), false));
        tell(Socket.BOOKS, new Message.Delta(market, micros, side, price, delta));
    }

    /** The exchange empties a book, and says so with a snapshot without being asked. */
    private void clear(String market, long micros) {
        Book book = known(market);
        if (book.isEmpty() || random.nextInt(3) > 0) {
            change(market, micros);
            return;
        }
        book.replace(List.of());
        history(market).add(new Happened(new BookChange(micros, Side.ofBit(0), 0, 0, 0, book.hash()), true));
        tell(Socket.BOOKS, new Message.Snapshot(market, List.of(), Times.ABSENT));
    }

    /** Told by the millisecond: no other trade has it. */
    private void trade(String market, long notBefore) {
        long micros = (notBefore / 1000 + 1) * 1000;
        lastMicros = micros;
        int yes = 10_000 * random.nextInt(1, 100);
        String id = "00000000-0000-4000-8000-%012x".formatted(trades.size());
        Trade trade =
                new Trade(id, market, micros, yes, 1_000_000 - yes, 100, Side.ofBit(random.nextInt(2)), "bid", false);
        trades.add(trade);
        tell(Socket.TRADES, new Message.Trade(trade));
    }

    private void life(String market, long micros) {
        Lifecycle life = new Lifecycle(
                "market_lifecycle_v2",
                market,
                "close_date_updated",
                micros / 1_000_000 * 1_000_000,
                "{\"close_ts\":" + (2_000_000_000L + lives.size())
                        + ",\"event_type\":\"close_date_updated\",\"market_ticker\":\"" + market + "\"}");
        lives.add(life);
        tell(Socket.LIFE, new Message.LifecycleChange(life));
    }

    private void tell(int sid, Message message) {
        sockets.forEach(socket -> socket.says(sid, message));
    }
}
